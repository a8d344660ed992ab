-- What people are told: every notice in both languages, with its values put in.
begin;
select no_plan();

create temp table told (p jsonb);
insert into told values ('{"code": "H99.31-261123-0001", "reason": "Thiếu chữ ký.", "receiver": "Lê Văn Ất", "number": "7",
	"amount": 15000, "within": {"amount": 8, "unit": "working_hour"}, "due": "2026-11-23T10:00:00Z",
	"limit": "2026-11-30T20:00:00Z"}');

select is(t.title || ': ' || t.body, expected.title || ': ' || expected.body, notice || ', ' || language)
from told, (values
	('submitted', 'vi', 'Đã nhận hồ sơ H99.31-261123-0001',
		'Hồ sơ của bạn đã đến cơ quan giải quyết. Cán bộ sẽ kiểm tra trong 8 giờ làm việc.'),
	('submitted', 'en', 'We have dossier H99.31-261123-0001',
		'Your dossier has reached the agency. An officer will look at it within 8 working hours.'),
	('submitted_unpaid', 'vi', 'Đã nhận hồ sơ H99.31-261123-0001',
		'Hồ sơ của bạn đã đến cơ quan giải quyết. Cán bộ sẽ kiểm tra trong 8 giờ làm việc. Vui lòng nộp phí, lệ phí.'),
	('paid', 'vi', 'Đã nhận phí, lệ phí của hồ sơ H99.31-261123-0001', 'Số tiền 15.000 đồng. Số biên lai 7.'),
	('shipped', 'vi', 'Kết quả hồ sơ H99.31-261123-0001 đang được gửi đến bạn', 'Số hiệu bưu gửi: 7.'),
	('accept_promised', 'vi', 'Hồ sơ H99.31-261123-0001 đã được tiếp nhận', 'Ngày hẹn trả kết quả: 17:00 23/11/2026.'),
	('request_supplement', 'vi', 'Hồ sơ H99.31-261123-0001 cần bổ sung',
		'Cần bổ sung: Thiếu chữ ký. Hạn bổ sung: 01/12/2026.'),
	('return', 'en', 'The result of dossier H99.31-261123-0001 is handed over', 'Received by Lê Văn Ất.')
) expected(notice, language, title, body), notice_text(notice, language, p) t;

select is(notice_text('praise', 'vi', p), row(null::text, null::text), 'what is no notice says nothing') from told;
select is(note_text('received_by_with_id', '{"name": "Lê Văn Ất", "id": "001190000001"}'),
	'Người nhận: Lê Văn Ất, số định danh 001190000001', 'a note names who came');
select is(note_text('received_by_with_id', '{"name": "Lê Văn Ất"}'), null, 'a note without a value it names says nothing');
select is(span_text(rule_at('intake', null, '2026-11-23'), 'vi'), '8 giờ làm việc', 'a limit is said as the rule in force sets it');
select is(span_text('{"amount": 1, "unit": "working_day"}', 'en'), '1 working day', 'English knows one from many');

select * from finish();
rollback;
