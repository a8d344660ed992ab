// Short names for the things of the contract.
import type { components } from './contract.d.ts';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type AccountCreate = Schemas['AccountCreate'];
export type ContactProof = Schemas['ContactProof'];
export type DossiersClaimed = Schemas['DossiersClaimed'];
export type Session = Schemas['Session'];
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ProblemCode'];
export type Site = Schemas['Site'];
export type Words = Schemas['Words'];
export type Place = Schemas['Place'];
export type Unit = Schemas['Unit'];
export type WorkingTime = Schemas['WorkingTime'];
export type DossierTimes = Schemas['DossierTimes'];
export type UnitName = Schemas['UnitName'];
export type PartnerName = Schemas['PartnerName'];
export type ProcedureSummary = Schemas['ProcedureSummary'];
export type ProcedureList = Schemas['ProcedureList'];
export type Procedure = Schemas['Procedure'];
export type ProcedureCase = Schemas['ProcedureCase'];
export type ProcedureComponent = Schemas['ProcedureComponent'];
export type ProcedureChannel = Schemas['ProcedureChannel'];
export type Form = Schemas['Form'];
export type Fee = Schemas['Fee'];
export type State = Schemas['State'];
export type Channel = Schemas['Channel'];
export type ReturnAddress = Schemas['ReturnAddress'];
/** Answers are what the form makes them; the contract only says that they are an object. */
export type DossierCreate = Omit<Schemas['DossierCreate'], 'answers'> & { answers: Record<string, unknown> };
export type DossierUpdate = Omit<Schemas['DossierUpdate'], 'answers'> & { answers?: Record<string, unknown> };
export type Dossier = Schemas['Dossier'];
export type DossierSummary = Schemas['DossierSummary'];
export type DossierList = Schemas['DossierList'];
export type DossierFile = Schemas['File'];
export type Person = Schemas['Person'];
export type Submitted = Schemas['Submitted'];
export type Action = Schemas['Action'];
export type StepPreview = Schemas['StepPreview'];
export type DossierEvent = Schemas['Event'];
export type Ground = Schemas['Ground'];
export type Custody = Schemas['Custody'];
export type Submission = Schemas['SubmissionItem'];
export type Receipt = Schemas['Receipt'];
export type KeySet = Schemas['KeySet'];
export type Payment = Schemas['Payment'];
export type PaymentList = Schemas['PaymentList'];
export type PaymentState = Schemas['PaymentState'];
export type Shipment = Schemas['Shipment'];
export type ShipmentState = Schemas['ShipmentState'];
export type DossierEnd = NonNullable<Schemas['Dossier']['ended_why']>;
export type InboxItem = Schemas['InboxItem'];
export type InboxList = Schemas['InboxList'];
export type InboxView = Schemas['InboxView'];
export type Tracking = Schemas['Tracking'];
export type TrackingLink = Schemas['TrackingLink'];
export type TrackingState = Schemas['TrackingState'];
export type Notification = Schemas['Notification'];
export type NotificationList = Schemas['NotificationList'];
export type DossierNotice = Schemas['DossierNotice'];
export type MessageState = Schemas['MessageState'];
export type UndeliveredMessage = Schemas['UndeliveredMessage'];
export type UndeliveredMessageList = Schemas['UndeliveredMessageList'];

/** A thing with the ETag under which it may be changed. */
export interface Versioned<T> {
	value: T;
	etag: string;
}
export type SystemStatus = Schemas['SystemStatus'];
export type AlertState = Schemas['AlertState'];
export type SystemFigure = Schemas['SystemFigure'];
