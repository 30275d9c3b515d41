// What a failure is, everywhere in the program: a code for tests and callers, words for people.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace leukolens {

/// Kinds of expected failure. toString() gives the stable name used in JSON and logs.
enum class ErrorCode {
    Cancelled,        ///< the person stopped it: not a fault
    InvalidArgument,  ///< a setting or number outside its range
    NotFound,         ///< no such file or folder
    NoPermission,     ///< the file or folder may not be read or written
    DiskFull,         ///< no space left, or over the quota
    ReadFailed,       ///< any other failure while reading
    WriteFailed,      ///< any other failure while writing
    AlreadyExists,    ///< something is there that must not be overwritten
    NotAFile,         ///< a folder, device or pipe where a file was expected
    TooLarge,         ///< over a stated limit
    NotAnImage,       ///< the bytes are of no image format that is read here
    DamagedImage,     ///< an image format, but truncated or inconsistent
    EmptyDataset,     ///< no usable image found
    Zipped,           ///< too little without what is still packed in an archive
    OneClassOnly,     ///< a classifier needs two classes at least
    TooFewSubjects,   ///< fewer subjects than folds
    NoSubjects,       ///< subject ids are needed and none are known
    NotAModel,        ///< not a file of this program, or of a newer one
    DamagedModel,     ///< a model file whose parts contradict each other
    WeightsMismatch,  ///< tensors that fit no layer of the network
    NoDevice,         ///< the device asked for is not there
    Diverged,         ///< the training loss is no longer a number
    DataChanged,      ///< the data are not those that a run began with
    LeakingSplit,     ///< a picture is in training and in test, and nobody acknowledged it
    OutOfMemory,      ///< memory ran out
    StoreFailed,      ///< the case file (database) refused
    CaseSigned,       ///< the case is signed: nothing of it is changed before it is reopened
    WrongState,       ///< sound, but not as things stand: an empty case is not signed, a finished reading not gone on with
    Conflict,         ///< somebody else has changed it since it was seen
    NotAllowed,       ///< not by this person: another role, or nobody is logged in
    Internal,         ///< an exception nobody expected: a bug, reported as a failure
};

/// Stable snake_case name, e.g. "damaged_image".
std::string_view toString(ErrorCode code);

/// One expected failure.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string what;            ///< what was wrong, plain English, no final full stop
    std::filesystem::path file;  ///< the file or folder concerned; empty if none
    std::string advice;          ///< what the person can do, a sentence; may be empty

    /// "FILE: what. Advice." on one line, for terminals and logs.
    std::string message() const;
};

}  // namespace leukolens
