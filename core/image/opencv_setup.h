// OpenCV made fit for a program with its own threads and its own messages.
#pragma once

namespace leukolens::image {

/// Once in a process, before the first call of OpenCV: no threads of its own (the decode pool has as many as cores),
/// no messages of its own on standard error (failures become Errors). Thread-safe, cheap when repeated.
void prepareOpenCv();

/// While one lives, what its own thread sends to std::cerr is dropped: OpenCV 4.6's imdecode() reports there whatever its
/// log level is. Other threads' messages pass. Needs prepareOpenCv(). Not to be nested.
class QuietOpenCv {
public:
    QuietOpenCv();
    ~QuietOpenCv();
    QuietOpenCv(const QuietOpenCv&) = delete;
    QuietOpenCv& operator=(const QuietOpenCv&) = delete;
};

}  // namespace leukolens::image
