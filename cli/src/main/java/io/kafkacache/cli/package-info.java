/** The command line of kafka-cache. Not a library: nothing here is API but the program's options, output and exit codes. */
@NullMarked
package io.kafkacache.cli;

import org.jspecify.annotations.NullMarked;
