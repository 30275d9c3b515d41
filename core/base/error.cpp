#include "core/base/error.h"

namespace leukolens {

std::string_view toString(ErrorCode code) {
    switch (code) {
        case ErrorCode::Cancelled: return "cancelled";
        case ErrorCode::InvalidArgument: return "invalid_argument";
        case ErrorCode::NotFound: return "not_found";
        case ErrorCode::NoPermission: return "no_permission";
        case ErrorCode::DiskFull: return "disk_full";
        case ErrorCode::ReadFailed: return "read_failed";
        case ErrorCode::WriteFailed: return "write_failed";
        case ErrorCode::AlreadyExists: return "already_exists";
        case ErrorCode::NotAFile: return "not_a_file";
        case ErrorCode::TooLarge: return "too_large";
        case ErrorCode::NotAnImage: return "not_an_image";
        case ErrorCode::DamagedImage: return "damaged_image";
        case ErrorCode::EmptyDataset: return "empty_dataset";
        case ErrorCode::Zipped: return "zipped";
        case ErrorCode::OneClassOnly: return "one_class_only";
        case ErrorCode::TooFewSubjects: return "too_few_subjects";
        case ErrorCode::NoSubjects: return "no_subjects";
        case ErrorCode::NotAModel: return "not_a_model";
        case ErrorCode::DamagedModel: return "damaged_model";
        case ErrorCode::WeightsMismatch: return "weights_mismatch";
        case ErrorCode::NoDevice: return "no_device";
        case ErrorCode::Diverged: return "diverged";
        case ErrorCode::DataChanged: return "data_changed";
        case ErrorCode::LeakingSplit: return "leaking_split";
        case ErrorCode::OutOfMemory: return "out_of_memory";
        case ErrorCode::StoreFailed: return "store_failed";
        case ErrorCode::CaseSigned: return "case_signed";
        case ErrorCode::WrongState: return "wrong_state";
        case ErrorCode::Conflict: return "conflict";
        case ErrorCode::NotAllowed: return "not_allowed";
        case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string Error::message() const {
    std::string text;
    if (!file.empty()) text += file.string() + ": ";
    text += what;
    if (!text.empty() && text.back() != '.') text += '.';
    if (!advice.empty()) text += ' ' + advice;
    return text;
}

}  // namespace leukolens
