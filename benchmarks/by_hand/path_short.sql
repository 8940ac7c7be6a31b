WITH kept AS (
    SELECT customer, at_us, event_id, title, before_us IS NULL OR at_us - before_us > 1800000000 AS pause
    FROM visit WHERE pause OR before <> title),
sessions AS (
    SELECT *, sum(pause::INT) OVER (PARTITION BY customer ORDER BY at_us, event_id) AS session FROM kept),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY customer, session ORDER BY at_us, event_id) AS place FROM sessions),
ways AS (
    SELECT string_agg(title, ' > ' ORDER BY place) AS way FROM numbered WHERE place <= 5
    GROUP BY customer, session HAVING count(*) > 1)
SELECT way, count(*) AS n, (SELECT count(*) FROM ways) FROM ways GROUP BY way ORDER BY n DESC LIMIT 5
