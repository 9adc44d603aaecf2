UPDATE platforms SET miss = 'TREAT_AS_EMPTY' WHERE miss = 'RANDOM';
