WITH ways AS (
    SELECT string_agg(stage, ' > ' ORDER BY at_us, event_id) AS way
    FROM stop WHERE before IS NULL OR before <> step GROUP BY customer)
SELECT way, count(*) AS n, (SELECT count(DISTINCT way) FROM ways) FROM ways GROUP BY way ORDER BY n DESC LIMIT 5
