"""Accountbook in Airflow: every hour, whatever is due and not yet out. Put this file into the folder of DAGs."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

COMMAND = "cd /srv/accountbook && .venv/bin/accountbook publish --due --book data/ours"

with DAG(
    dag_id="accountbook",
    schedule="5 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,  # the command itself makes up for what was missed
    max_active_runs=1,
):
    # 75: another run is under way, which is no failure. 1 is one: the edition is out, and some pages of it failed
    BashOperator(task_id="publish_due", bash_command=COMMAND, skip_on_exit_code=75)
