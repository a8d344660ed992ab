// Where the dossier stands: people, deadlines, money, post, papers to print, who holds it, what happened.
import { paperContent } from '@motcua/shared/api/dossiers.ts';
import { labelContent } from '@motcua/shared/api/shipments.ts';
import type {
	Custody,
	Dossier,
	DossierEvent,
	DossierNotice,
	Payment,
	PaymentList,
	Person,
	ReturnAddress,
	Shipment,
} from '@motcua/shared/api/types.ts';
import { AddressText } from '@motcua/shared/form/fields/address/AddressText.tsx';
import { Button } from '@motcua/shared/components/Button.tsx';
import { ShapeTag } from '@motcua/shared/components/StateTag.tsx';
import { useHours } from '@motcua/shared/components/working-time.ts';
import { Timeline } from '@motcua/shared/components/Timeline.tsx';
import { Why } from '@motcua/shared/components/Why.tsx';
import { eventActor, eventName } from '@motcua/shared/words/events.ts';
import { pick } from '@motcua/shared/i18n/index.ts';
import { formatMoney, formatPhone, formatTime } from '@motcua/shared/i18n/format.ts';
import { ts } from '@motcua/shared/i18n/shared.ts';
import { partnerName } from '@motcua/shared/words/partners.ts';
import { promisedTime } from '@motcua/shared/words/promised.ts';
import { isOpen, isTerminal, shipmentShape, shipmentStateName } from '@motcua/shared/words/states.ts';
import { chargeKinds } from '@motcua/shared/vocabulary/charge-kinds.ts';
import { chargeStates } from '@motcua/shared/vocabulary/charge-states.ts';
import { papers } from '@motcua/shared/vocabulary/papers.ts';
import { paymentMethods } from '@motcua/shared/vocabulary/payment-methods.ts';
import { paymentStates } from '@motcua/shared/vocabulary/payment-states.ts';
import { feeStateName, feeSum } from '@motcua/shared/words/fees.ts';
import type { Putable } from '@motcua/shared/components/load.ts';
import type { ComponentChildren } from 'preact';
import { ActionButton } from '../action-button.tsx';
import { DueTag } from '../due-tag.tsx';
import { t } from '../messages.ts';
import { stretchesOf } from './holders.ts';
import type { DossierParts } from './load.ts';
import { openPdf } from './pdf.ts';
import { Times } from './times.tsx';
import { historyOf, nobodyReached, Notices } from './told.tsx';

/** A PDF that the service makes: opened in a tab of its own, where it can be printed. */
function PdfButton({ text, load, name }: { text: string; load: () => Promise<Blob>; name: string }) {
	return (
		<div class="aside__document">
			<ActionButton kind="quiet" text={text} run={() => openPdf(load, name)} />
		</div>
	);
}

/** What a part is made of; whatever of it did not load says so. */
type Loaded = Pick<Putable<unknown>, 'error' | 'reload'>;

function Part({ title, parts = [], children }: { title: string; parts?: Loaded[]; children: ComponentChildren }) {
	const failed = parts.filter(({ error }) => error !== null);
	return (
		<section class="aside__part">
			<h2>{title}</h2>
			{failed.length > 0 && (
				<p class="field__error">
					{t('partFailed')}{' '}
					<Button kind="quiet" onClick={() => failed.forEach(({ reload }) => reload())}>
						{ts('tryAgain')}
					</Button>
				</p>
			)}
			{children}
		</section>
	);
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
	return (
		<div class="fact">
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}

function PersonFacts({ person }: { person: Person }) {
	return (
		<dl>
			<Fact name={t('applicant')}>{person.full_name}</Fact>
			{person.phone && (
				<Fact name={t('phone')}>
					<a href={`tel:${person.phone}`}>{formatPhone(person.phone)}</a>
				</Fact>
			)}
			{person.email && (
				<Fact name={t('email')}>
					<a href={`mailto:${person.email}`}>{person.email}</a>
				</Fact>
			)}
			{person.personal_id && (
				<Fact name={t('personalId')}>
					<span class="code">{person.personal_id}</span>
				</Fact>
			)}
		</dl>
	);
}

function ReturnFacts({ dossier }: { dossier: Dossier }) {
	const way = { post: t('byPost'), counter: t('byCounter'), online: t('byOnline') }[dossier.return_channel];
	const to = dossier.return_address as ReturnAddress | null | undefined;
	return (
		<Fact name={t('returnChannel')}>
			{way}
			{to && dossier.return_channel === 'post' && (
				<span class="fact__more">
					{to.recipient_name}, {formatPhone(to.phone)}, <AddressText value={to} />
				</span>
			)}
		</Fact>
	);
}

function Deadlines({ dossier }: { dossier: Dossier }) {
	const moment = (time: string | null | undefined) => (time ? formatTime(time) : <span class="soft">{t('notYet')}</span>);
	const running = isOpen(dossier.state);
	const hours = useHours([dossier.unit.code]).get(dossier.unit.code);
	return (
		<dl>
			<Fact name={t('receivingUnit')}>{dossier.unit.name}</Fact>
			<Fact name={t('submittedAt')}>{moment(dossier.submitted_at)}</Fact>
			<Fact name={t('receivedAt')}>{moment(dossier.received_at)}</Fact>
			<Fact name={t('dueAt')}>{dossier.due_at ? promisedTime(dossier.due_at, dossier.due_estimated) : moment(null)}</Fact>
			{running && (
				<Fact name={t('stepDueAt')}>
					{moment(dossier.step_due_at)} {dossier.step_due_at && (
						<DueTag at={dossier.step_due_at} hours={hours} stands={dossier.clock_stands} />
					)}
				</Fact>
			)}
			{dossier.waits_for && (
				<Fact name={t('waitsFor')}>
					{partnerName(dossier.waits_for.partner)}
					<span class="fact__more">
						{t('waitsSince', formatTime(dossier.waits_for.since))}
						{dossier.waits_for.until && ` ${t('waitsUntil', formatTime(dossier.waits_for.until))}`}
					</span>
				</Fact>
			)}
			{dossier.finished_at && <Fact name={t('finishedAt')}>{moment(dossier.finished_at)}</Fact>}
			{dossier.returned_at && <Fact name={t('returnedAt')}>{moment(dossier.returned_at)}</Fact>}
			<ReturnFacts dossier={dossier} />
		</dl>
	);
}

/** One claim with its lines; what is no longer due or is given back says so. */
function Charge({ charge }: { charge: PaymentList['charges'][number] }) {
	return (
		<table class="money">
			<caption class="small soft">
				{pick(chargeKinds[charge.kind].vi, chargeKinds[charge.kind].en)}:{' '}
				{pick(chargeStates[charge.state].vi, chargeStates[charge.state].en)}
			</caption>
			<tbody>
				{charge.lines.map((line) => (
					<tr key={line.code}>
						<th scope="row">
							{line.name}
							{(line.quantity ?? 1) > 1 && ` × ${line.quantity}`}
						</th>
						<td class="number nowrap">{formatMoney(line.amount)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function PaymentFacts({ dossier, payment }: { dossier: Dossier; payment: Payment }) {
	return (
		<div class="small">
			{pick(paymentMethods[payment.method].vi, paymentMethods[payment.method].en)}, {formatMoney(payment.amount)},{' '}
			{payment.paid_at
				? formatTime(payment.paid_at)
				: pick(paymentStates[payment.state].vi, paymentStates[payment.state].en)}
			{payment.receipt_number && (
				<span class="fact__more">{t('receiptNumber', payment.receipt_number)}</span>
			)}
			{payment.note && <span class="fact__more">{payment.note}</span>}
			{payment.state === 'paid' && (
				<PdfButton
					text={t('paymentReceipt')}
					name={`bien-lai-${dossier.code}.pdf`}
					load={() => paperContent(dossier.id, 'payment-receipt', { payment: payment.id })}
				/>
			)}
		</div>
	);
}

function Money({ parts, dossier }: { parts: DossierParts; dossier: Dossier }) {
	const list = parts.payments.value;
	const { payment } = dossier;
	return (
		<Part title={t('payment')} parts={[parts.payments]}>
			<p>
				{!payment || payment.state === 'none' ? (
					feeStateName('none')
				) : (
					<ShapeTag
						shape={payment.state === 'paid' ? 'done' : 'attention'}
						text={`${feeStateName(payment.state)} ${formatMoney(feeSum(payment))}`}
					/>
				)}
			</p>
			{list?.charges.map((charge) => <Charge key={charge.id} charge={charge} />)}
			{list?.items.map((item) => <PaymentFacts key={item.id} dossier={dossier} payment={item} />)}
		</Part>
	);
}

function ShipmentFacts({ shipment }: { shipment: Shipment }) {
	return (
		<div class="shipment">
			<p>
				<span class="code">{shipment.tracking_number}</span>{' '}
				<ShapeTag shape={shipmentShape(shipment.state)} text={shipmentStateName(shipment.state)} />
			</p>
			<p class="small">
				{t('recipient')}: {shipment.recipient.name}, {formatPhone(shipment.recipient.phone)},{' '}
				{shipment.recipient.address}
			</p>
			{shipment.proof && <p class="small">{t('proof', shipment.proof.receiver_name)}</p>}
			<PdfButton
				text={t('label')}
				name={`nhan-${shipment.tracking_number}.pdf`}
				load={() => labelContent(shipment.tracking_number)}
			/>
		</div>
	);
}

function Holders({ links }: { links: Custody[] }) {
	return (
		<ol class="custody">
			{stretchesOf(links).map((stretch, i) => (
				<li key={stretch.key} class={i === 0 ? 'custody__link custody__link--now' : 'custody__link'}>
					<span class="custody__unit">{stretch.unit}</span>
					<span>{stretch.officer ?? t('nobody')}</span>
					<span class="soft small">
						{stretch.until
							? t('custodySpan', formatTime(stretch.since), formatTime(stretch.until))
							: t('custodyFrom', formatTime(stretch.since))}
					</span>
				</li>
			))}
		</ol>
	);
}

/** Whom nothing reaches has to be called; said where his number stands. Notices are kept for two years, longer than any work. */
function Unreached({ notices, dossier }: { notices: DossierNotice[]; dossier: Dossier }) {
	if (notices.length === 0 && isTerminal(dossier.state)) return null;
	if (notices.length === 0) return <p class="small soft">{t('toldNobody')}</p>;
	return nobodyReached(notices) ? (
		<p class="small messages__failed">
			<span aria-hidden="true">⚠ </span>
			{t('toldCall')}
		</p>
	) : null;
}

function EventFacts({ event, dossier }: { event: DossierEvent; dossier: Dossier }) {
	return (
		<>
			{eventActor(event) && <div class="small">{eventActor(event)}</div>}
			<Why ground={event.ground} said={event.note} />
			{event.paper && (
				<PdfButton
					text={`${pick(papers[event.paper].vi, papers[event.paper].en)} (PDF)`}
					name={`${event.paper}-${dossier.code}.pdf`}
					load={() => paperContent(dossier.id, event.paper!, { event: event.id })}
				/>
			)}
		</>
	);
}

function History({ parts, dossier }: { parts: DossierParts; dossier: Dossier }) {
	const events = parts.events.value ?? [];
	const last = events.at(-1);
	return (
		<Part title={t('history')} parts={[parts.events, parts.notices]}>
			<Timeline
				label={t('history')}
				steps={historyOf(events, parts.notices.value ?? []).map(({ key, at, event, notices }) => ({
					key,
					title: event ? eventName(event) : notices[0]!.title,
					at,
					phase: event && event === last ? 'now' : 'past',
					note: (
						<>
							{event && <EventFacts event={event} dossier={dossier} />}
							<Notices notices={notices} />
						</>
					),
				}))}
			/>
		</Part>
	);
}

export function Aside({ parts, dossier }: { parts: DossierParts; dossier: Dossier }) {
	const helper =
		dossier.submitter && dossier.submitter.full_name !== dossier.applicant.full_name ? dossier.submitter : null;
	return (
		<aside class="aside" aria-label={t('history')}>
			<Part title={t('people')}>
				<PersonFacts person={dossier.applicant} />
				{parts.notices.value && <Unreached notices={parts.notices.value} dossier={dossier} />}
				{helper && (
					<p class="small">
						{t('submitter')}: {helper.full_name}
					</p>
				)}
			</Part>
			<Part title={t('deadlines')}>
				<Deadlines dossier={dossier} />
			</Part>
			<Part title={t('times')} parts={[parts.times]}>
				{parts.times.value && <Times times={parts.times.value} />}
			</Part>
			<Money parts={parts} dossier={dossier} />
			{(parts.shipments.value?.length ?? 0) > 0 && (
				<Part title={t('shipment')} parts={[parts.shipments]}>
					{parts.shipments.value!.map((shipment) => (
						<ShipmentFacts key={shipment.tracking_number} shipment={shipment} />
					))}
				</Part>
			)}
			<Part title={t('documents')}>
				<PdfButton
					text={t('receiptPaper')}
					name={`bien-nhan-${dossier.code}.pdf`}
					load={() => paperContent(dossier.id, 'receipt')}
				/>
				{dossier.received_at && (
					<PdfButton
						text={t('appointmentPaper')}
						name={`tiep-nhan-${dossier.code}.pdf`}
						load={() => paperContent(dossier.id, 'appointment')}
					/>
				)}
			</Part>
			<Part title={t('custody')} parts={[parts.custody]}>
				{parts.custody.value && <Holders links={parts.custody.value} />}
			</Part>
			<History parts={parts} dossier={dossier} />
		</aside>
	);
}
