// The list of shortcuts, and the switch that turns them off.
import { CheckboxField } from '@motcua/shared/components/Field.tsx';
import { Modal } from '@motcua/shared/components/Modal.tsx';
import { t } from './messages.ts';
import { setShortcuts, shortcutsOn } from './shortcuts.ts';

export function KeysDialog({ onClose }: { onClose: () => void }) {
	const rows: [string[], string][] = [
		[['/'], t('keySearch')],
		[['G'], t('keyQueue')],
		[['J', '↓'], t('keyDown')],
		[['K', '↑'], t('keyUp')],
		[['Enter'], t('keyOpen')],
		[['R'], t('keyRefresh')],
		[['1', '…', '9'], t('keyAction')],
		[['[', ']'], t('keyFile')],
		[['Esc'], t('keyClose')],
		[['?'], t('keyHelp')],
	];
	return (
		<Modal title={t('keys')} onClose={onClose}>
			<p class="soft">{t('keysIntro')}</p>
			<table class="keys">
				<tbody>
					{rows.map(([keys, text]) => (
						<tr key={text}>
							<th scope="row">
								{keys.map((key) => (key === '…' ? ' … ' : <kbd key={key}>{key}</kbd>))}
							</th>
							<td>{text}</td>
						</tr>
					))}
				</tbody>
			</table>
			<CheckboxField name="shortcuts" label={t('keysOn')} checked={shortcutsOn.value} onInput={setShortcuts} />
		</Modal>
	);
}
