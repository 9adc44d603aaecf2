package dev.tidemark.core.planted;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

record Changeable(int[] numbers, ArrayList<String> names, AtomicLong count) {}
