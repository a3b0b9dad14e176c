"""The database keeps the record of decisions: no statement changes or deletes a row of it, but for the words that are erased.

It is set with the tables at every migrate, as no migration could be that is written anew until the first release. Emptying a
table whole is another act, and asks no trigger.
"""

from django.db import connections

KEPT = """
CREATE OR REPLACE FUNCTION keep_decision_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.personal IS NULL AND NEW.salt = ''
     AND to_jsonb(NEW) - ARRAY['personal', 'salt'] = to_jsonb(OLD) - ARRAY['personal', 'salt'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The record of decisions is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER record_is_kept BEFORE UPDATE OR DELETE ON deciding_decisionrecord
  FOR EACH ROW EXECUTE FUNCTION keep_decision_record();
"""


def keep_record(using, **kwargs):
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('deciding_decisionrecord')")
        if cursor.fetchone()[0]:  # another app may be migrated alone
            cursor.execute(KEPT)
