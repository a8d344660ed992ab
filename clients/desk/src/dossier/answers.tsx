// The answers with the questions of the form, page by page. An answer that the present form does not ask any more is shown
// under its own name: nothing that was filed is hidden from the one who decides.
import type { Dossier } from '@motcua/shared/api/types.ts';
import { AnswerText } from '@motcua/shared/form/AnswerText.tsx';
import { labelOf, titleOf, type Answer, type Answers, type Field, type FormDefinition } from '@motcua/shared/form/model.ts';
import { t } from '../messages.ts';

export interface AnswerGroup {
	title: string;
	rows: { name: string; label: string; field: Field | null; value: Answer | undefined }[];
}

/** Only what was answered: a question that did not apply has no row. */
export function groupAnswers(form: FormDefinition | null, answers: Answers, other: string): AnswerGroup[] {
	const rest = new Set(Object.keys(answers));
	const groups: AnswerGroup[] = [];
	for (const page of form?.ui.pages ?? []) {
		const rows = page.fields
			.filter((field) => answers[field.name] !== undefined)
			.map((field) => {
				rest.delete(field.name);
				return { name: field.name, label: labelOf(field), field, value: answers[field.name] };
			});
		if (rows.length) groups.push({ title: titleOf(page), rows });
	}
	if (rest.size)
		groups.push({
			title: other,
			rows: [...rest].map((name) => ({ name, label: name, field: null, value: answers[name] })),
		});
	return groups;
}

export function AnswerList({
	dossier,
	form,
	asked,
}: {
	dossier: Dossier;
	form: FormDefinition | null;
	asked: readonly string[];
}) {
	const groups = groupAnswers(form, dossier.answers as Answers, t('otherAnswers'));
	return (
		<section class="block">
			<h2>{t('answers')}</h2>
			<div class="answers">
				{groups.map((group) => (
					<div class="answers__group" key={group.title}>
						<h3>{group.title}</h3>
						<dl>
							{group.rows.map((row) => (
								<div class="answers__row" key={row.name}>
									<dt>
										{row.label}
										{asked.includes(row.name) && (
											<span class="flag">
												⚑ {t('paperAsked')}
											</span>
										)}
									</dt>
									<dd>
										<AnswerText
											field={row.field}
											answer={row.value}
										/>
									</dd>
								</div>
							))}
						</dl>
					</div>
				))}
			</div>
		</section>
	);
}
