SELECT stage, next_stage, count(*) AS n FROM stop WHERE next < step GROUP BY ALL ORDER BY n DESC LIMIT 5
