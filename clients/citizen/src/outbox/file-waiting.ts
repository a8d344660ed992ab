// Files a dossier that was told to be filed without a connection: opens it again, lets its files go first, then its answers,
// then submits. Every part may be repeated: what the service has is not sent twice.
import { networkProblem } from '@motcua/shared/api/problem.ts';
import { Draft } from '@motcua/shared/draft/draft.ts';
import { dropSnapshot } from '@motcua/shared/device/snapshots.ts';

export async function fileWaiting(dossierId: string, feeTotal: number, accountId: string): Promise<string> {
	const draft = await Draft.open(dossierId, accountId);
	try {
		const { state, code } = draft.dossier.value;
		// an answer that was lost on its way back
		if (state !== 'draft' && code) return code;
		if (draft.offline) throw networkProblem();
		for (const component of draft.chosenCase.components) {
			const queue = draft.queue(component.code);
			await queue.ready;
			const failed = queue.items.value.find((item) => item.error !== null);
			if (failed) throw failed.error;
		}
		if (!(await draft.settle())) {
			const saved = draft.autosave.state.value;
			throw saved.kind === 'failed' ? saved.error : networkProblem();
		}
		const submitted = await draft.submit(feeTotal);
		await dropSnapshot(accountId, dossierId);
		return submitted.code;
	} finally {
		draft.close();
	}
}
