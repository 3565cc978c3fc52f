"""Where the hub's database is: in a file on the hub's own volume, or in PostgreSQL.

`database` in settings.json says which; components/hub/settings.ts describes it.
"""

import json
import os

from sqlalchemy import URL, create_engine, event, inspect, select, text


def load_settings(folder):
    """settings.json of the hub's folder."""
    return json.loads((folder / "settings" / "settings.json").read_text())


def database_url(database, folder):
    """SQLAlchemy's URL of the database that `database`, of settings.json, describes.

    It never holds a password, since JupyterHub writes it to a temporary file and to its log: PostgreSQL's client
    library takes that from the environment, where this puts it. The server's certificate and name are always checked.
    """
    if database["kind"] == "volume":
        return f"sqlite:///{database['file']}"
    os.environ["PGPASSWORD"] = (folder / "secrets" / "database-password").read_text().strip()
    url = URL.create(
        "postgresql+psycopg",
        username=database["user"],
        host=database["host"],
        port=database["port"],
        database=database["database"],
        query={
            "sslmode": "verify-full",
            "sslrootcert": str(folder / "settings" / "database-ca.pem"),
            "connect_timeout": "10",
        },
    )
    return url.render_as_string()


def open_engine(url):
    """An engine whose transactions are what they say, also those that change tables and those within one another.

    Python's sqlite3 begins transactions by itself, and later than SQLAlchemy thinks; this is the way out that
    SQLAlchemy's own documentation gives. What fails never shows the values that it failed with.
    """
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def connected(connection, _record):
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys=ON")

        @event.listens_for(engine, "begin")
        def begun(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def has_tables(engine):
    """Whether the hub ever made its tables there."""
    return inspect(engine).has_table("users")


def revision(connection):
    """Revision of the tables, as JupyterHub writes it down; None when there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def copy_tables(source, target):
    """Copy the hub's tables from one database to another that has none yet, whatever the two are.

    What is copied is of one moment, and it is there as a whole or not at all. Both use the revision of the JupyterHub
    that is installed, or ValueError tells.
    """
    # Imported here: a backup of a file does without.
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from jupyterhub import dbutil, orm

    scripts = ScriptDirectory(dbutil.ALEMBIC_DIR)
    tables = orm.Base.metadata.sorted_tables
    with source.connect() as read, target.begin() as write:
        if source.dialect.name == "postgresql":
            read = read.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        found, expected = revision(read), scripts.get_current_head()
        if found != expected:
            raise ValueError(f"the tables have revision {found}, and this JupyterHub uses {expected}")
        orm.Base.metadata.create_all(write)
        MigrationContext.configure(write).stamp(scripts, expected)
        for table in tables:
            rows = [dict(row) for row in read.execute(select(table)).mappings()]
            if rows:
                write.execute(table.insert(), rows)
            if target.dialect.name == "postgresql" and table.autoincrement_column is not None:
                # Rows that came with their number do not move the sequence that numbers the next.
                write.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                        f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                    )
                )
