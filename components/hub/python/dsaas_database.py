"""Where the hub's database is: in a file on the hub's own volume, or in PostgreSQL.

`database` in settings.json says which; components/hub/settings.ts describes it.
"""

import json
import os

from sqlalchemy import URL, MetaData, create_engine, event, inspect, select, text


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


def installed_revisions():
    """Revisions of the tables that the installed JupyterHub knows, its own first."""
    # Imported here: a backup of a file does without.
    from alembic.script import ScriptDirectory
    from jupyterhub import dbutil

    return [script.revision for script in ScriptDirectory(dbutil.ALEMBIC_DIR).walk_revisions()]


def too_new(found):
    """What is wrong with tables of this revision for the installed JupyterHub, as the end of a sentence; None when nothing.

    JupyterHub brings older tables up to its own. It knows nothing of newer ones, and does not start with them.
    """
    if found is None or found in installed_revisions():
        return None
    return f"is a newer JupyterHub's (its tables have revision {found})"


def copy_as_they_are(source, target):
    """Copy all tables of a PostgreSQL database into an SQLite one that has none, whichever JupyterHub has made them.

    What is copied is of one moment, and it is there as a whole or not at all.
    """
    tables = MetaData()
    with source.connect() as read, target.begin() as write:
        read = read.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        tables.reflect(read)
        for table in tables.sorted_tables:
            for column in table.columns:
                column.type, column.server_default = column.type.as_generic(), None
        tables.create_all(write)
        for table in tables.sorted_tables:
            insert_all(write, table, read)


def insert_all(target, table, source):
    rows = [dict(row) for row in source.execute(select(table)).mappings()]
    if rows:
        target.execute(table.insert(), rows)


def copy_tables(source, target):
    """Copy the hub's tables from an SQLite database to a PostgreSQL one that has none yet.

    What is copied is there as a whole or not at all. The source has the revision of the JupyterHub that is installed, or
    ValueError tells.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from jupyterhub import dbutil, orm

    scripts = ScriptDirectory(dbutil.ALEMBIC_DIR)
    tables = orm.Base.metadata.sorted_tables
    with source.connect() as read, target.begin() as write:
        found, expected = revision(read), scripts.get_current_head()
        if found != expected:
            raise ValueError(f"the tables have revision {found}, and this JupyterHub uses {expected}")
        orm.Base.metadata.create_all(write)
        MigrationContext.configure(write).stamp(scripts, expected)
        for table in tables:
            insert_all(write, table, read)
            if table.autoincrement_column is not None:
                # Rows that came with their number do not move the sequence that numbers the next.
                write.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                        f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                    )
                )
