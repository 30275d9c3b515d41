// OpenCV made fit for a program with its own threads and its own messages.
#pragma once

namespace leukolens::image {

/// Once in a process, before the first call of OpenCV: no threads of its own (the decode pool has as many as cores),
/// no messages of its own on standard error. Thread-safe, cheap when repeated.
void prepareOpenCv();

}  // namespace leukolens::image
