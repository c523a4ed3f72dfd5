import Ledger

/// The hub: one log of many nodes in PostgreSQL, in the schema `guantong`.
///
///     hub      one row: format, the desk (its founder's node id, 16 bytes), the hub's own id and public key
///     node     which role of the database is which node (16 bytes); `relays`: it may also add chains of other nodes
///     chain    row   of the chain; id, node (16 bytes each); certificate (64 bytes)
///              seq, hash   where it stands: the hub's own reckoning, no node can write it
///     event    chain, seq  from 1 without gaps; hash, record  as in a batch (`Batch`)
///     seal     chain, seq  where the node signed; proof as in a batch, which began after start; bytes of its events
///     receipt  chain  where the hub's keeper last signed `Seal.receipt`: seq, hash, signature
///
/// A node reads everything that is here, adds to its own chains, and changes nothing. Only chains that are everybody's are
/// sent here: drafts stay with their centres, whoever owns this server.
///
/// What is added is judged by `guantong.link`: it must continue its chain without a gap, each hash must be SHA-256 over the
/// hash before it, the chain's id, the number and the record (`Chain.swift`). Signatures are judged by whoever reads.
///
/// Two channels: `guantong_written` is told to the keeper after a commit, `guantong_news` to everybody by the keeper alone,
/// with the ids of the chains that have news, in hex with commas between; an empty text is: look at all.
enum HubSchema {
    /// What this program makes and understands.
    static let format = 2
    /// What `guantong.link` refuses with.
    static let gap = "GT001"
    static let fork = "GT002"
    /// The name of the lock that the keeper holds, so that there is one.
    static let keeperLock: Int64 = 0x4754_4855_42

    static let written = "guantong_written"
    static let news = "guantong_news"
    /// No more ids are told by name; a notice holds 8,000 bytes.
    static let mostTold = 200

    /// The role that all nodes have in common.
    static let nodes = "guantong_node"

    static let sql = """
        CREATE SCHEMA guantong;

        CREATE TABLE guantong.hub(
            one boolean PRIMARY KEY DEFAULT true CHECK (one), format integer NOT NULL,
            desk bytea NOT NULL CHECK (length(desk) = 16), node bytea NOT NULL CHECK (length(node) = 16),
            key text NOT NULL);
        CREATE TABLE guantong.node(
            role name PRIMARY KEY, node bytea NOT NULL CHECK (length(node) = 16), relays boolean NOT NULL);
        CREATE TABLE guantong.chain(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id bytea NOT NULL CHECK (length(id) = 16), node bytea NOT NULL CHECK (length(node) = 16),
            certificate bytea NOT NULL CHECK (length(certificate) = 64),
            seq bigint NOT NULL DEFAULT 0, hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
            UNIQUE (id, node));
        CREATE TABLE guantong.event(
            chain bigint NOT NULL, seq bigint NOT NULL,
            hash bytea NOT NULL CHECK (length(hash) = 32), record bytea NOT NULL CHECK (length(record) <= 8388608),
            PRIMARY KEY (chain, seq));
        CREATE TABLE guantong.seal(
            chain bigint NOT NULL, seq bigint NOT NULL,
            proof bytea NOT NULL CHECK (length(proof) BETWEEN 64 AND \(KeyFile.mostProof)), start bigint NOT NULL,
            bytes bigint NOT NULL,
            PRIMARY KEY (chain, seq));
        CREATE TABLE guantong.receipt(
            chain bigint PRIMARY KEY REFERENCES guantong.chain, seq bigint NOT NULL, hash bytea NOT NULL,
            signature bytea NOT NULL);

        -- Who is connected, whatever role they have set since.
        CREATE FUNCTION guantong.me() RETURNS guantong.node LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            AS 'SELECT n FROM guantong.node n WHERE n.role = session_user';

        -- Which nodes are connected now. Others' roles are nobody's business, hence the function.
        CREATE FUNCTION guantong.alive() RETURNS SETOF bytea LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            AS 'SELECT DISTINCT n.node FROM guantong.node n JOIN pg_stat_activity a ON a.usename = n.role
                WHERE a.datname = current_database() AND (guantong.me()).node IS NOT NULL';

        CREATE FUNCTION guantong.link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            wrong record;
        BEGIN
            -- In one order, so that two who add to the same chains wait for each other.
            PERFORM 1 FROM guantong.chain WHERE row IN (SELECT chain FROM fresh) ORDER BY row FOR UPDATE;
            SELECT c.id, f.first, c.seq INTO wrong FROM guantong.chain c
                JOIN (SELECT chain, min(seq) AS first, max(seq) AS last, count(*) AS count FROM fresh GROUP BY chain) f
                    ON f.chain = c.row
                WHERE f.first <> c.seq + 1 OR f.last - f.first + 1 <> f.count LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'chain % continues with % after %', encode(wrong.id, 'hex'), wrong.first, wrong.seq
                    USING ERRCODE = 'GT001';
            END IF;
            SELECT l.id, l.seq INTO wrong FROM (
                SELECT c.id, f.seq, f.hash, f.record,
                    lag(f.hash, 1, c.hash) OVER (PARTITION BY f.chain ORDER BY f.seq) AS before
                FROM fresh f JOIN guantong.chain c ON c.row = f.chain) l
                WHERE l.hash <> sha256(l.before || l.id || int8send(l.seq) || l.record) LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'chain % does not continue what is here at %', encode(wrong.id, 'hex'), wrong.seq
                    USING ERRCODE = 'GT002';
            END IF;
            UPDATE guantong.chain c SET seq = f.seq, hash = f.hash
                FROM (SELECT DISTINCT ON (chain) chain, seq, hash FROM fresh ORDER BY chain, seq DESC) f
                WHERE c.row = f.chain;
            RETURN NULL;
        END $$;
        CREATE TRIGGER link AFTER INSERT ON guantong.event REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION guantong.link();

        ALTER TABLE guantong.hub ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guantong.node ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guantong.chain ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guantong.event ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guantong.seal ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guantong.receipt ENABLE ROW LEVEL SECURITY;
        -- Nobody who was not admitted sees anything, whatever they were granted.
        CREATE POLICY reading ON guantong.hub FOR SELECT USING ((SELECT (guantong.me()).node) IS NOT NULL);
        CREATE POLICY reading ON guantong.node FOR SELECT USING (role = session_user);
        CREATE POLICY reading ON guantong.chain FOR SELECT USING ((SELECT (guantong.me()).node) IS NOT NULL);
        CREATE POLICY reading ON guantong.event FOR SELECT USING ((SELECT (guantong.me()).node) IS NOT NULL);
        CREATE POLICY reading ON guantong.seal FOR SELECT USING ((SELECT (guantong.me()).node) IS NOT NULL);
        CREATE POLICY reading ON guantong.receipt FOR SELECT USING ((SELECT (guantong.me()).node) IS NOT NULL);
        CREATE POLICY adding ON guantong.chain FOR INSERT
            WITH CHECK (node = (SELECT (guantong.me()).node) OR (SELECT (guantong.me()).relays));
        -- A foreign key would look each event's chain up once more.
        CREATE POLICY adding ON guantong.event FOR INSERT WITH CHECK (chain IN (SELECT c.row FROM guantong.chain c
            WHERE c.node = (SELECT (guantong.me()).node) OR (SELECT (guantong.me()).relays)));
        CREATE POLICY adding ON guantong.seal FOR INSERT WITH CHECK (chain IN (SELECT c.row FROM guantong.chain c
            WHERE c.node = (SELECT (guantong.me()).node) OR (SELECT (guantong.me()).relays)));
        -- A later key proves what an earlier one did.
        CREATE POLICY proving ON guantong.seal FOR UPDATE USING (chain IN (SELECT c.row FROM guantong.chain c
            WHERE c.node = (SELECT (guantong.me()).node) OR (SELECT (guantong.me()).relays)));

        GRANT USAGE ON SCHEMA guantong TO guantong_node;
        GRANT SELECT ON ALL TABLES IN SCHEMA guantong TO guantong_node;
        GRANT INSERT (id, node, certificate) ON guantong.chain TO guantong_node;
        GRANT INSERT ON guantong.event, guantong.seal TO guantong_node;
        GRANT UPDATE (proof, start, bytes) ON guantong.seal TO guantong_node;
        """
}
