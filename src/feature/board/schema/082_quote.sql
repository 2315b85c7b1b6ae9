-- Which post an answer quotes: so that whose words they are is looked up when it is shown, and who doesn't meet them isn't shown these either.
ALTER TABLE post ADD COLUMN quoted BIGINT;
