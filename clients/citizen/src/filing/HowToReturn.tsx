// How the result comes back: on the site, at the desk, or by post to an address.
import { asPhone, asText } from '@motcua/shared/base/as-typed.ts';
import type { Channel, ReturnAddress } from '@motcua/shared/api/types.ts';
import { AddressBoxes } from '@motcua/shared/form/fields/address/AddressBoxes.tsx';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ErrorSummary, type SummaryItem } from '@motcua/shared/components/ErrorSummary.tsx';
import { fieldId, RadioField, TextField } from '@motcua/shared/components/Field.tsx';
import { isComplete, type Draft } from '@motcua/shared/draft/draft.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { returnName } from '../channels.ts';
import { Title } from '../Title.tsx';

const t = catalogue(
	{
		title: 'Bạn muốn nhận kết quả thế nào?',
		way: 'Cách nhận',
		onlineNote: 'Nếu cơ quan cấp bản điện tử, bạn tải về ở trang hồ sơ. Giấy, thẻ cứng thì nhận tại quầy hoặc qua bưu điện.',
		counterNote: (unit: string) => `Đến ${unit}, mang theo căn cước.`,
		postNote: 'Bưu điện phát tận nơi. Cước trả cho bưu tá khi nhận.',
		name: 'Tên người nhận',
		phone: 'Điện thoại người nhận',
		address: 'Địa chỉ nhận',
		postTitle: 'Nơi bưu điện phát kết quả',
	},
	{
		title: 'How do you want the result?',
		way: 'The way',
		onlineNote:
			'If the office issues an electronic one, download it from the page of the dossier. ' +
			'Papers and cards are fetched or posted.',
		counterNote: (unit) => `Come to ${unit} with your identity card.`,
		postNote: 'Delivered to your door. You pay the carrier on delivery.',
		name: 'Name of the recipient',
		phone: 'Phone of the recipient',
		address: 'Address',
		postTitle: 'Where the result is delivered',
	},
);

type Address = Partial<ReturnAddress>;

function faults(
	channel: Channel,
	address: Address,
): Record<'name' | 'phone' | 'province_code' | 'commune_code' | 'detail', string | undefined> {
	const post = channel === 'post';
	return {
		name: post && asText(address.recipient_name ?? '').length < 2 ? ts('fieldMissing', t('name')) : undefined,
		phone: post && !asPhone(address.phone ?? '') ? ts('wrongPhone') : undefined,
		province_code: post && !address.province_code ? ts('fieldChoose', ts('province')) : undefined,
		commune_code:
			post && address.province_code && !address.commune_code ? ts('fieldChoose', ts('commune')) : undefined,
		detail: post && !asText(address.detail ?? '') ? ts('fieldMissing', ts('addressDetail')) : undefined,
	};
}

/** Where the carrier brings it. */
function Where({ draft, address, wrong }: { draft: Draft; address: Address; wrong: Partial<ReturnType<typeof faults>> }) {
	const leave = () => draft.leaveReturn();
	const change = (more: Address) => draft.setReturn('post', { ...address, ...more });
	const parts = Object.fromEntries(
		(['province_code', 'commune_code', 'detail'] as const).flatMap((part) =>
			wrong[part] ? [[part, wrong[part]]] : [],
		),
	);
	return (
		<div class="aside">
			<h2>{t('postTitle')}</h2>
			<TextField
				name="recipient_name"
				label={t('name')}
				autocomplete="name"
				value={address.recipient_name ?? ''}
				error={wrong.name}
				onInput={(value) => change({ recipient_name: value })}
				onBlur={leave}
			/>
			<TextField
				name="recipient_phone"
				label={t('phone')}
				type="tel"
				kind="phone"
				inputMode="tel"
				autocomplete="tel"
				value={address.phone ?? ''}
				error={wrong.phone}
				onInput={(value) => change({ phone: value })}
				onBlur={leave}
			/>
			<AddressBoxes
				name="return_address"
				label={t('address')}
				value={address}
				errors={parts}
				onLeave={leave}
				onInput={(value) => change({ province_code: '', commune_code: '', ...value })}
			/>
		</div>
	);
}

export function HowToReturn(props: { draft: Draft; onNext: () => void; next: string; children: ComponentChildren }) {
	const { draft } = props;
	const [attempt, setAttempt] = useState(0);
	const channel = draft.returnChannel.value;
	// without an address yet, the applicant's own name and phone are the likely ones
	const { applicant } = draft.dossier.value;
	const address: Address = draft.returnAddress.value ?? {
		recipient_name: applicant.full_name,
		phone: (applicant.phone ?? '').replace(/^\+84/, '0'),
	};
	const wrong = attempt > 0 ? faults(channel, address) : ({} as ReturnType<typeof faults>);
	const items: SummaryItem[] = [
		{ id: fieldId('recipient_name'), message: wrong.name },
		{ id: fieldId('recipient_phone'), message: wrong.phone },
		{ id: fieldId('return_address', 'province_code'), message: wrong.province_code },
		{ id: fieldId('return_address', 'commune_code'), message: wrong.commune_code },
		{ id: fieldId('return_address', 'detail'), message: wrong.detail },
	].flatMap((item) => (item.message ? [{ id: item.id, message: item.message }] : []));
	const submit = (event: Event) => {
		event.preventDefault();
		draft.leaveReturn();
		setAttempt(attempt + 1);
		if (channel === 'post') {
			if (!isComplete(address)) return;
			draft.setReturn(channel, address);
		}
		props.onNext();
	};
	return (
		<form onSubmit={submit} noValidate>
			<Title text={t('title')} />
			<ErrorSummary items={items} attempt={attempt} />
			<RadioField
				name="return_channel"
				label={t('way')}
				value={channel}
				onInput={(value) => draft.setReturn(value as Channel, value === 'post' ? address : null)}
				choices={[
					{ value: 'online', label: returnName('online'), note: t('onlineNote') },
					{
						value: 'counter',
						label: returnName('counter'),
						note: t('counterNote', draft.dossier.value.unit.name),
					},
					{ value: 'post', label: returnName('post'), note: t('postNote') },
				]}
			/>
			{channel === 'post' && <Where draft={draft} address={address} wrong={wrong} />}
			<div class="buttons">
				<Button type="submit">{props.next}</Button>
				{props.children}
			</div>
		</form>
	);
}
