// The steps as buttons, each with the number key that presses it.
import { Button } from '@motcua/shared/components/Button.tsx';
import { t } from '../messages.ts';
import { shortcutsOn } from '../shortcuts.ts';
import type { Step, StepName } from './catalogue.ts';
import { stepName } from './words.ts';

export function StepBar({ steps, onStep }: { steps: Step[]; onStep: (name: StepName) => void }) {
	return (
		<div class="steps no-print" role="group" aria-label={t('actions')}>
			{steps.map((step, i) => (
				<Button key={step.name} kind={step.kind} data-step={step.name} onClick={() => onStep(step.name)}>
					{shortcutsOn.value && i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>}
					{stepName(step.name)}
				</Button>
			))}
		</div>
	);
}
