// Made by api/generate; changes belong into schema/vocabulary/message_channels.yaml.
export const messageChannels = {
	mail: { vi: 'Thư điện tử', en: 'E-mail' },
	sms: { vi: 'Tin nhắn', en: 'Text message' },
} as const;
