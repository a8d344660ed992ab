// A dossier being filled in: what the service has, what is on the page, and the queue between the two.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import * as dossiers from '../api/dossiers.ts';
import { asProblem } from '../api/problem.ts';
import { getProcedure } from '../api/procedures.ts';
import type {
	Channel,
	Dossier,
	DossierFile,
	Fee,
	Procedure,
	ProcedureCase,
	ReturnAddress,
	Submitted,
	Versioned,
} from '../api/types.ts';
import { keepSnapshot, readSnapshot } from '../device/snapshots.ts';
import { store } from '../device/store.ts';
import { UploadQueue } from '../upload/queue.ts';
import { Autosave, type Patch } from './autosave.ts';
import { asPhone, asText } from '../base/as-typed.ts';
import { Filling } from '../form/filling.ts';
import { loadForm } from '../form/load.ts';
import { isShown, labelOf, shownPages, type Answers, type FormDefinition, type Page } from '../form/model.ts';
import { ts } from '../i18n/shared.ts';
import { laidOver, sameTexts, textsOf, unfinishedOf, type TypedTexts } from './typed.ts';

/** What opens a draft without a connection. */
interface Kept {
	dossier: Dossier;
	etag: string;
	form: FormDefinition;
	procedure: Procedure;
}

const caseOf = ({ cases }: Procedure, dossier: Dossier): ProcedureCase =>
	cases.find((entry) => entry.code === dossier.case_code) ?? cases[0]!;

const feesOf = (procedure: Procedure, dossier: Dossier): readonly Fee[] =>
	caseOf(procedure, dossier).channels.find((entry) => entry.channel === dossier.channel)?.fees ?? [];

export class Draft {
	readonly dossier = signal<Dossier>(null as unknown as Dossier);
	readonly returnChannel = signal<Channel>('counter');
	readonly returnAddress = signal<Partial<ReturnAddress> | null>(null);
	readonly filling: Filling;
	readonly autosave: Autosave;
	/** Where what stands in the boxes is no answer yet, by the names of the questions. */
	readonly unfinished: ReadonlySignal<string[]>;
	readonly form: FormDefinition;
	readonly procedure: Procedure;
	readonly pages: ReadonlySignal<Page[]>;
	/** What filing costs, as it was last asked for. */
	readonly fees: ReadonlySignal<readonly Fee[]>;
	private readonly priced: Signal<Procedure>;
	private readonly queues = new Map<string, UploadQueue>();
	private readonly accountId: string;
	/** Somebody is at the boxes of the return address. */
	private readonly atReturn = signal(false);

	/** Opened from this device; the service may have a newer version. */
	readonly offline: boolean;

	private constructor(
		found: Versioned<Dossier>,
		form: FormDefinition,
		procedure: Procedure,
		accountId: string,
		offline = false,
	) {
		this.offline = offline;
		this.form = form;
		this.procedure = procedure;
		this.accountId = accountId;
		this.autosave = new Autosave({
			key: `motcua.draft.${accountId}.${found.value.id}`,
			store,
			etag: found.etag,
			save: async (patch, etag) => {
				const saved = await dossiers.updateDossier(found.value.id, etag, patch);
				this.dossier.value = saved.value;
				this.remember(saved);
				return saved.etag;
			},
			reload: () => this.reload(),
		});
		this.filling = new Filling({
			form,
			onAnswer: (name, value) => this.autosave.enqueue({ answers: { [name]: value ?? null } }),
			onTyped: () => this.keep(),
		});
		this.show(found.value);
		this.priced = signal(procedure);
		this.fees = computed(() => feesOf(this.priced.value, this.dossier.value));
		this.pages = computed(() => shownPages(form, this.answers.value));
		this.unfinished = computed(() => [
			...this.filling.strays.value.map(labelOf),
			...(this.halfAddress && !this.atReturn.value ? [ts('returnAddress')] : []),
		]);
	}

	/** Without a connection a draft opens as it was last seen on this device. */
	static async open(id: string, accountId: string): Promise<Draft> {
		try {
			const found = await dossiers.getDossier(id);
			const code = found.value.procedure.code;
			const [form, procedure] = await Promise.all([loadForm(code), getProcedure(code)]);
			const draft = new Draft(found, form, procedure, accountId);
			draft.remember(found);
			return draft;
		} catch (error) {
			const kept = asProblem(error).code === 'network' ? await readSnapshot<Kept>(accountId, id) : null;
			if (!kept) throw error;
			return new Draft({ value: kept.dossier, etag: kept.etag }, kept.form, kept.procedure, accountId, true);
		}
	}

	/** Shows the service's newer version, what it does not have yet laid over it; answers its ETag. */
	private async reload(): Promise<string> {
		const newer = await dossiers.getDossier(this.dossier.value.id);
		this.show(newer.value);
		this.keep();
		return newer.etag;
	}

	private remember({ value, etag }: Versioned<Dossier>): void {
		if (value.state !== 'draft') return;
		void keepSnapshot(this.accountId, value.id, {
			dossier: value,
			etag,
			form: this.form,
			procedure: this.procedure,
		} satisfies Kept);
	}

	/** The service's version with what it does not have yet laid over it. */
	private show(dossier: Dossier): void {
		const unsaved: Patch = this.autosave.unsaved ?? {};
		const begun = laidOver(dossier.typed, unsaved['typed'] as TypedTexts | undefined, this.dossier.peek()?.typed);
		const elsewhere = unfinishedOf(begun);
		this.dossier.value = dossier;
		const answers = { ...(dossier.answers as Answers), ...((unsaved['answers'] ?? {}) as Answers) };
		this.filling.show(Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null)), elsewhere.typed);
		this.returnChannel.value = (unsaved['return_channel'] as Channel | undefined) ?? dossier.return_channel;
		this.returnAddress.value =
			elsewhere.address ??
			('return_address' in unsaved
				? (unsaved['return_address'] as ReturnAddress | null)
				: (dossier.return_address ?? null));
	}

	get chosenCase(): ProcedureCase {
		return caseOf(this.procedure, this.dossier.value);
	}

	get answers(): Filling['answers'] {
		return this.filling.answers;
	}

	/** A supplement may change answers only; a draft also how the result comes back. The address is taken as it was typed. */
	setReturn(channel: Channel, address: Partial<ReturnAddress> | null): void {
		this.atReturn.value = true;
		this.returnChannel.value = channel;
		this.returnAddress.value = address;
		const complete = address && isComplete(address) ? tidied(address) : null;
		this.autosave.enqueue({ return_channel: channel, return_address: channel === 'post' ? complete : null });
		this.keep();
	}

	/** The boxes of the return address were left. */
	leaveReturn(): void {
		this.atReturn.value = false;
		const address = this.returnAddress.value;
		if (address) this.returnAddress.value = tidied(address);
	}

	/** The return address as it was typed, while it is not whole. */
	private get halfAddress(): Partial<ReturnAddress> | null {
		const address = this.returnAddress.value;
		return this.returnChannel.value === 'post' && address && !isComplete(address) ? address : null;
	}

	/** What stands in the boxes and is no answer, as the service has it or is about to get it. */
	private get texts(): TypedTexts {
		return ((this.autosave.unsaved ?? {})['typed'] ?? this.dossier.value.typed ?? {}) as TypedTexts;
	}

	/** All of it goes together: the service forgets what is left out. */
	private keep(): void {
		const typed = textsOf({ typed: this.filling.unread, address: this.halfAddress });
		if (!sameTexts(typed, this.texts)) this.autosave.enqueue({ typed });
	}

	/** The files of one paper on their way; made once and kept while the draft is open. */
	queue(componentCode: string): UploadQueue {
		const known = this.queues.get(componentCode);
		if (known) return known;
		const component = this.chosenCase.components.find((entry) => entry.code === componentCode);
		const queue = new UploadQueue({
			place: `${this.accountId}/${this.dossier.value.id}/${componentCode}`,
			accepts: component?.accepts,
			maxFiles: component?.max_files ?? 1,
			attached: () => this.files(componentCode).length,
			attach: (uploadId) =>
				this.put(componentCode, [...this.files(componentCode).map((file) => file.id), uploadId]),
		});
		this.queues.set(componentCode, queue);
		return queue;
	}

	files(componentCode: string): DossierFile[] {
		return this.dossier.value.components.find((entry) => entry.code === componentCode)?.files ?? [];
	}

	removeFile(componentCode: string, fileId: string): Promise<void> {
		return this.put(
			componentCode,
			this.files(componentCode)
				.filter((file) => file.id !== fileId)
				.map((file) => file.id),
		);
	}

	/** One change of files at a time: each names all files of its paper. */
	private putting: Promise<unknown> = Promise.resolve();
	private put(componentCode: string, ids: string[]): Promise<void> {
		const next = this.putting.then(async () => {
			// a save on its way would find the version changed below it
			await this.autosave.flush();
			const changed = await dossiers.putComponent(this.dossier.value.id, componentCode, ids);
			this.dossier.value = changed.value;
			this.autosave.adopt(changed.etag);
			this.remember(changed);
		});
		this.putting = next.catch(() => undefined);
		return next;
	}

	get uploading(): boolean {
		return [...this.queues.values()].some((queue) => queue.busy);
	}

	/** Removes answers to questions that are no longer asked, then waits until the service has everything. */
	async settle(): Promise<boolean> {
		const asked = new Set(
			this.form.ui.pages
				.flatMap((page) => page.fields)
				.filter((field) => isShown(this.form, field, this.answers.value))
				.map((field) => field.name),
		);
		const stray = Object.keys(this.answers.value).filter((name) => !asked.has(name));
		if (stray.length > 0) {
			this.filling.show(
				Object.fromEntries(Object.entries(this.answers.value).filter(([name]) => asked.has(name))),
			);
			this.autosave.enqueue({ answers: Object.fromEntries(stray.map((name) => [name, null])) });
		}
		return this.autosave.flush();
	}

	/** feeTotal: the amount that was shown. */
	async submit(feeTotal: number): Promise<Submitted> {
		return dossiers.submitDossier(this.dossier.value.id, feeTotal);
	}

	/** What filing costs may have changed while the draft was open. */
	async reloadFees(): Promise<void> {
		this.priced.value = await getProcedure(this.procedure.code);
	}

	/** Hands in what was asked for. If somebody has changed the dossier meanwhile, its newer version is shown. */
	async supply(): Promise<void> {
		try {
			await dossiers.act(this.dossier.value.id, this.autosave.currentEtag, { action: 'supply' });
		} catch (error) {
			if (asProblem(error).code === 'stale') this.autosave.adopt(await this.reload());
			throw error;
		}
	}

	close(): void {
		this.autosave.stop();
		for (const queue of this.queues.values()) queue.close();
	}
}

/** Whether an address, as it was typed, is all that a carrier needs. */
export function isComplete(address: Partial<ReturnAddress>): address is ReturnAddress {
	return Boolean(
		asText(address.recipient_name ?? '').length >= 2 &&
		asPhone(address.phone ?? '') &&
		address.province_code &&
		address.commune_code &&
		asText(address.detail ?? ''),
	);
}

function tidied<A extends Partial<ReturnAddress>>(address: A): A {
	const { recipient_name: name = '', phone = '', detail = '' } = address;
	return { ...address, recipient_name: asText(name), phone: asPhone(phone) ?? asText(phone), detail: asText(detail) };
}
