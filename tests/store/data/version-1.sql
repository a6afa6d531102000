-- A store of the first schema, as it was: never change this file. Every later program must open it and find everything.
BEGIN TRANSACTION;
CREATE TABLE attempts (
    session_id text not null,
    number integer not null,
    total double precision,
    clarity double precision,
    empathy double precision,
    readability double precision,
    tone double precision,
    fingerprint text not null,
    rubric text not null,
    criteria text not null,
    gates text not null,
    mood_before integer not null,
    mood_after integer not null,
    seconds double precision not null,
    primary key (session_id, number),
    foreign key (session_id, number) references moves (session_id, number));
INSERT INTO "attempts" VALUES('1f0c6a2b9d3e4f5a8b7c6d5e4f3a2b1c',1,81.5,90.0,75.0,NULL,80.125,'3f2a9c','chat','{"clarity.next_step": 1.0, "tone.closing": null}','[]',-1,1,56.75);
CREATE TABLE drafts (
    session_id text not null primary key references sessions (id),
    turn integer not null,
    text text not null,
    saved text not null);
INSERT INTO "drafts" VALUES('2a0c6a2b9d3e4f5a8b7c6d5e4f3a2b1d',1,'Siirsin eräpäivän','2026-03-10T08:31:07.000001+00:00');
CREATE TABLE learners (id integer not null primary key, name text not null unique);
INSERT INTO "learners" VALUES(1,'Aino');
INSERT INTO "learners" VALUES(2,'Åke 😀');
CREATE TABLE moves (
    session_id text not null references sessions (id),
    number integer not null,
    kind text not null,
    at double precision not null,
    text text not null,
    turn integer not null,
    primary key (session_id, number));
INSERT INTO "moves" VALUES('1f0c6a2b9d3e4f5a8b7c6d5e4f3a2b1c',0,'hint',4.5,'',0);
INSERT INTO "moves" VALUES('1f0c6a2b9d3e4f5a8b7c6d5e4f3a2b1c',1,'send',61.25,'Hi Priya! I sent you a new one today; keep the wet one.',0);
INSERT INTO "moves" VALUES('2a0c6a2b9d3e4f5a8b7c6d5e4f3a2b1d',0,'send',12.0,'Hei! Puolikas d83d ja nolla 0000.',0);
CREATE TABLE schema_version (version integer not null);
INSERT INTO "schema_version" VALUES(1);
CREATE TABLE sessions (
    id text not null primary key,
    learner integer not null references learners (id),
    scenario_id text not null,
    scenario_version integer not null,
    language text not null,
    started text not null,
    ended text,
    ending text);
INSERT INTO "sessions" VALUES('1f0c6a2b9d3e4f5a8b7c6d5e4f3a2b1c',1,'parcel-left-outside',1,'en','2026-03-09T08:30:00.000000+00:00','2026-03-09T08:41:10.250000+00:00','end_happy');
INSERT INTO "sessions" VALUES('2a0c6a2b9d3e4f5a8b7c6d5e4f3a2b1d',2,'laskun-erapaiva',3,'fi','2026-03-10T08:30:00.000000+00:00',NULL,NULL);
CREATE INDEX ix_sessions_learner on sessions (learner);
COMMIT;
