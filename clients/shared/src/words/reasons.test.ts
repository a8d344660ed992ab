import { expect, test } from 'vitest';
import { isExplained, reasonBasis, reasonName } from './reasons.ts';

test('a reason has words, the law in force, and says whether it needs more of them', () => {
	expect(reasonName('not_supplied')).toBe('Không bổ sung giấy tờ trong thời hạn');
	expect(reasonBasis('not_supplied', new Date('2026-11-25T03:00:00Z'))).toBe('NĐ 118/2025/NĐ-CP, Điều 19 khoản 5');
	expect(reasonBasis('leader_agrees')).toBeUndefined();
	expect([isExplained('not_supplied'), isExplained('not_competent')]).toEqual([false, true]);
});
