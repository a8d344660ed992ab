-- What the applicant is told at each step.

-- What the applicant is told, in words without jargon.
create or replace function action_message(d dossier, p_action text, p jsonb, out title text, out body text)
language plpgsql stable as $$
begin
	title := case p_action
		when 'accept' then 'Hồ sơ %s đã được tiếp nhận'
		when 'refuse' then 'Hồ sơ %s không được tiếp nhận'
		when 'request_supplement' then 'Hồ sơ %s cần bổ sung'
		when 'expire_supplement' then 'Hồ sơ %s hết hạn bổ sung'
		when 'forward' then 'Hồ sơ %s đang được giải quyết'
		when 'finish' then 'Hồ sơ %s đã có kết quả'
		when 'stop' then 'Hồ sơ %s dừng giải quyết'
		when 'recall' then 'Hồ sơ %s được xem xét lại'
		when 'return' then 'Đã trả kết quả hồ sơ %s'
		when 'request_payment' then 'Hồ sơ %s cần nộp phí, lệ phí'
		when 'accept_withdrawal' then 'Đã rút hồ sơ %s'
		when 'decline_withdrawal' then 'Hồ sơ %s tiếp tục được giải quyết' end;
	title := format(title, d.code);
	body := case p_action
		when 'accept' then coalesce('Ngày hẹn trả kết quả: '
			|| to_char(d.due_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') || '.', 'Cơ quan đang giải quyết hồ sơ.')
		when 'request_supplement' then 'Cần bổ sung: ' || (p ->> 'reason') || ' Hạn bổ sung: '
			|| to_char((p ->> 'limit_at')::timestamptz at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') || '.'
		when 'expire_supplement' then 'Hồ sơ không được bổ sung trong thời hạn nên không được tiếp nhận. Bạn có thể nộp hồ sơ mới.'
		when 'forward' then 'Hồ sơ đã chuyển đến bộ phận giải quyết.'
		when 'finish' then case when d.fee_state = 'due' then 'Vui lòng nộp phí, lệ phí để nhận kết quả.'
			when d.return_channel = 'post' then 'Kết quả sẽ được gửi đến bạn qua bưu chính.'
			when d.return_channel = 'counter' then 'Mời bạn đến Bộ phận Một cửa nhận kết quả.'
			else 'Bạn có thể tải kết quả về.' end
		when 'return' then 'Người nhận: ' || (p ->> 'receiver_name') || '.'
		when 'accept_withdrawal' then 'Cơ quan đã đồng ý cho bạn rút hồ sơ.'
		else 'Lý do: ' || (p ->> 'reason') end;
end $$;
