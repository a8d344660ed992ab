-- The job that makes messages of a notice has the notice's id, so that it is found by it.
update outbox set id = subject_id where topic = 'notice';
