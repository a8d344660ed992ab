// Asking to withdraw: a reason, a last question, then an officer decides.
import { act } from '@motcua/shared/api/dossiers.ts';
import { asProblem } from '@motcua/shared/api/problem.ts';
import { Button } from '@motcua/shared/components/Button.tsx';
import { TextAreaField } from '@motcua/shared/components/Field.tsx';
import { Modal } from '@motcua/shared/components/Modal.tsx';
import { Failure } from '@motcua/shared/components/Waiting.tsx';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { useState } from 'preact/hooks';

const t = catalogue(
	{
		open: 'Xin rút hồ sơ',
		title: 'Xin rút hồ sơ',
		text: 'Cán bộ xem xét rồi báo lại. Hồ sơ đã rút thì không mở lại được; bạn phải nộp hồ sơ mới.',
		reason: 'Vì sao bạn muốn rút?',
		send: 'Gửi yêu cầu rút',
		sending: 'Đang gửi…',
	},
	{
		open: 'Ask to withdraw',
		title: 'Ask to withdraw',
		text: 'An officer decides and tells you. A withdrawn dossier cannot be reopened; you would file anew.',
		reason: 'Why do you withdraw?',
		send: 'Send the request',
		sending: 'Sending…',
	},
);

const SHORTEST = 5;

interface Props {
	id: string;
	/** Of the dossier as it is shown. */
	etag: string;
	/** It was asked for, or somebody has changed the dossier meanwhile. */
	onChange: () => void;
}

export function Withdraw({ id, etag, onChange }: Props) {
	const [open, setOpen] = useState(false);
	const [reason, setReason] = useState('');
	const [tried, setTried] = useState(false);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const short = reason.trim().length < SHORTEST;
	const send = async () => {
		setTried(true);
		if (short) return document.getElementById('f-reason')?.focus();
		setBusy(true);
		setFailure(null);
		try {
			await act(id, etag, { action: 'request_withdrawal', reason: reason.trim() });
			setOpen(false);
			onChange();
		} catch (error) {
			setFailure(error);
			if (asProblem(error).code === 'stale') onChange();
		} finally {
			setBusy(false);
		}
	};
	return (
		<div class="no-print withdraw">
			<Button kind="quiet" onClick={() => setOpen(true)}>
				{t('open')}
			</Button>
			{open && (
				<Modal title={t('title')} onClose={() => setOpen(false)}>
					<p>{t('text')}</p>
					{failure !== null && <Failure error={failure} />}
					<TextAreaField
						name="reason"
						label={t('reason')}
						value={reason}
						onInput={setReason}
						error={tried && short ? ts('tooShort', SHORTEST) : undefined}
					/>
					<Button kind="danger" busy={busy} onClick={() => void send()}>
						{busy ? t('sending') : t('send')}
					</Button>
				</Modal>
			)}
		</div>
	);
}
