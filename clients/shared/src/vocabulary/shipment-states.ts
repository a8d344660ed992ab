// Made by api/generate; changes belong into schema/vocabulary/shipment_states.yaml.
export const shipmentStates = {
	created: { vi: 'Đã lập phiếu gửi', en: 'Label made' },
	collected: { vi: 'Bưu tá đã nhận', en: 'Collected' },
	in_transit: { vi: 'Đang vận chuyển', en: 'On its way' },
	at_delivery_office: { vi: 'Đã đến bưu cục phát', en: 'At the delivery office' },
	out_for_delivery: { vi: 'Đang đi phát', en: 'Out for delivery' },
	delivered: { vi: 'Đã phát', en: 'Delivered' },
	delivery_failed: { vi: 'Phát chưa thành công', en: 'Delivery failed' },
	returning: { vi: 'Đang chuyển hoàn', en: 'Going back to the sender' },
	returned_to_sender: { vi: 'Đã hoàn về nơi gửi', en: 'Back with the sender' },
	cancelled: { vi: 'Đã hủy', en: 'Cancelled' },
	lost: { vi: 'Thất lạc', en: 'Lost' },
} as const;
