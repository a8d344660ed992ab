// Under a notice: what became of the messages that it went by.
import type { MessageState } from '../api/types.ts';
import { messageText } from '../words/messages.ts';

export function MessageStates({ messages }: { messages: MessageState[] }) {
	if (messages.length === 0) return null;
	return (
		<ul class="messages small">
			{messages.map((message) => (
				<li key={message.channel} class={message.state === 'failed' ? 'messages__failed' : 'soft'}>
					{message.state === 'failed' && <span aria-hidden="true">⚠ </span>}
					{messageText(message)}
				</li>
			))}
		</ul>
	);
}
