package dev.evenkeel.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, in words: a file system's exceptions often say it by their type, with a path for a message. */
final class Reason {
    private Reason() {}

    static String of(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failed instanceof FileAlreadyExistsException occupied) {
            return occupied.getFile() + " is a file";
        }
        if (failed instanceof AccessDeniedException denied) {
            return "no permission to use " + denied.getFile();
        }
        return failed.getMessage();
    }
}
