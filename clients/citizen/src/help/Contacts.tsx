// Whom to ask: the hotline, and who answers for personal data.
import { contacts, inWords, site } from '@motcua/shared/api/site.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';

const t = catalogue(
	{
		title: 'Liên hệ',
		hotline: 'Điện thoại',
		email: 'Thư điện tử',
		hours: 'Giờ làm việc',
		address: 'Địa chỉ',
		data: 'Hỏi về dữ liệu cá nhân',
	},
	{
		title: 'Contact',
		hotline: 'Telephone',
		email: 'E-mail',
		hours: 'Hours',
		address: 'Address',
		data: 'About personal data',
	},
);

export const Phone = ({ number }: { number: string }) => <a href={`tel:${number.replace(/[^+0-9]/g, '')}`}>{number}</a>;

const Mail = ({ address }: { address: string }) => <a href={`mailto:${address}`}>{address}</a>;

export function Contacts() {
	const { hotline, email, address, data_protection: data } = contacts();
	return (
		<section>
			<h2>{t('title')}</h2>
			<p>
				{t('hotline')}: <Phone number={hotline} />
				<br />
				{t('email')}: <Mail address={email} />
				<br />
				{t('hours')}: {site('hours')}
			</p>
			{address && (
				<p>
					{t('address')}: {inWords(address)}
				</p>
			)}
			{data && (
				<p>
					{t('data')}: {inWords(data.name)}
					{data.phone && (
						<>
							, <Phone number={data.phone} />
						</>
					)}
					{data.email && (
						<>
							, <Mail address={data.email} />
						</>
					)}
				</p>
			)}
		</section>
	);
}
