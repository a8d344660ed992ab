// Help in short answers; the first is for those who would rather not use the web at all.
import { catalogue, language } from '@motcua/shared/i18n/index.ts';
import { Link } from '@motcua/shared/router/place.tsx';
import { Title } from '../Title.tsx';
import { to } from '../to.ts';
import { Contacts } from './Contacts.tsx';

const t = catalogue(
	{ title: 'Trợ giúp', track: 'Tra cứu hồ sơ', verify: 'Kiểm tra biên nhận', kept: 'Xem từng loại dữ liệu và thời hạn' },
	{ title: 'Help', track: 'Track a dossier', verify: 'Verify a receipt', kept: 'See what is kept and how long' },
);

interface Answer {
	question: string;
	lines: string[];
	link?: { to: string; key: 'track' | 'verify' | 'kept' };
}

const answers: Record<'vi' | 'en', Answer[]> = {
	vi: [
		{
			question: 'Tôi không quen dùng mạng. Nộp thế nào?',
			lines: [
				'Bạn mang giấy tờ đến Bộ phận Một cửa và nộp bản giấy.',
				'Xem trước cần mang gì ở trang của thủ tục.',
				'Địa chỉ và số điện thoại có ở cuối mỗi trang thủ tục.',
			],
		},
		{
			question: 'Nộp qua mạng gồm những bước nào?',
			lines: [
				'Tìm thủ tục. Đọc giấy tờ cần có.',
				'Tạo tài khoản bằng số điện thoại.',
				'Trả lời từng trang, mỗi trang vài câu. Mọi câu được lưu ngay.',
				'Chụp giấy tờ gửi kèm. Kiểm tra lại. Bấm Nộp hồ sơ.',
				'Giữ mã hồ sơ và biên nhận.',
			],
		},
		{
			question: 'Đang khai thì mất mạng hoặc tắt máy. Có mất không?',
			lines: [
				'Không. Câu trả lời được giữ trên máy và trên hệ thống. Mở lại mục Hồ sơ của tôi rồi bấm Khai tiếp.',
				'Tệp đang gửi dở sẽ gửi tiếp từ chỗ đã dừng.',
			],
		},
		{
			question: 'Làm sao biết hồ sơ đến đâu?',
			lines: ['Mở Hồ sơ của tôi, hoặc tra cứu bằng mã hồ sơ và bốn số cuối điện thoại.'],
			link: { to: to.track, key: 'track' },
		},
		{
			question: 'Biên nhận để làm gì?',
			lines: [
				'Biên nhận có chữ ký số. Nó chứng minh bạn đã nộp gì và lúc nào.',
				'Ai cũng kiểm tra được mà không cần tài khoản: chọn tệp PDF hoặc tệp biên nhận điện tử.',
			],
			link: { to: to.verify, key: 'verify' },
		},
		{
			question: 'Trả phí thế nào cho an toàn?',
			lines: [
				'Chỉ quét mã hiện trên trang này. Tên tài khoản nhận phải là tên cơ quan.',
				'Cán bộ không gọi điện đòi chuyển tiền vào tài khoản cá nhân.',
				'Bạn luôn có thể trả tiền mặt tại quầy và lấy biên lai.',
			],
		},
		{
			question: 'Thông tin của tôi được dùng thế nào?',
			lines: [
				'Chỉ để giải quyết hồ sơ của bạn. Chỉ cán bộ có phần việc mới xem được.',
				'Dùng máy chung thì hãy Đăng xuất trong mục Tài khoản; dữ liệu trên máy được xóa.',
			],
			link: { to: to.kept, key: 'kept' },
		},
	],
	en: [
		{
			question: 'I am not used to the web. How do I file?',
			lines: [
				'Take your papers to the one-stop desk and file on paper.',
				'See on the page of the procedure what to bring.',
				'Addresses and phone numbers stand at the end of every procedure.',
			],
		},
		{
			question: 'What are the steps online?',
			lines: [
				'Find the procedure. Read which papers it needs.',
				'Make an account with your phone number.',
				'Answer page by page, a few questions each. Every answer is saved at once.',
				'Photograph your papers. Check. Press File the dossier.',
				'Keep the code and the receipt.',
			],
		},
		{
			question: 'The connection broke while I was filling in. Is it lost?',
			lines: [
				'No. Answers are kept on the device and on the service. Open My dossiers and press Go on.',
				'A file sent in part goes on from where it stopped.',
			],
		},
		{
			question: 'How do I know where my dossier is?',
			lines: ['Open My dossiers, or track it with its code and the last four digits of the phone number.'],
			link: { to: to.track, key: 'track' },
		},
		{
			question: 'What is the receipt for?',
			lines: [
				'It carries a digital signature and proves what you filed and when.',
				'Anybody can verify it, without an account: choose the PDF or the electronic receipt.',
			],
			link: { to: to.verify, key: 'verify' },
		},
		{
			question: 'How do I pay safely?',
			lines: [
				"Scan only the code on this site. The account must bear the agency's name.",
				'Officers never phone to ask for a transfer to a personal account.',
				'You can always pay cash at the desk and take a receipt.',
			],
		},
		{
			question: 'How is my information used?',
			lines: [
				'Only to handle your dossiers. Only the officers concerned can see it.',
				'On a shared device, sign out under Account; what the device holds is erased.',
			],
			link: { to: to.kept, key: 'kept' },
		},
	],
};

export default function Help() {
	return (
		<>
			<Title text={t('title')} />
			{answers[language.value].map((answer) => (
				<section key={answer.question}>
					<h2>{answer.question}</h2>
					{answer.lines.map((line) => (
						<p key={line}>{line}</p>
					))}
					{answer.link && (
						<p>
							<Link to={answer.link.to}>{t(answer.link.key)}</Link>
						</p>
					)}
				</section>
			))}
			<Contacts />
		</>
	);
}
