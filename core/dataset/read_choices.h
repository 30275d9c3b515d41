// What a person may say about how data are to be read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace leukolens::dataset {

/// Names in the table's header, any case. Empty: told by usual names.
struct TableColumns {
    std::string path;        ///< e.g. path, file, filename, image
    std::string label;       ///< e.g. class, label, diagnosis
    std::string subject;     ///< e.g. subject, patient, patient_id; a table need not have one
    bool noSubject = false;  ///< no column says the subject, whatever the columns are called; `subject` is empty then

    friend bool operator==(const TableColumns&, const TableColumns&) = default;
};

/// How the folders of a data set are to be understood.
enum class FolderOrder {
    Detect,        ///< by the rules at labelByFolder()
    Class,         ///< class/…: no subject is known
    ClassSubject,  ///< class/subject/…
    SubjectClass,  ///< subject/class/…
};

/// "detect", "class", "class/subject", "subject/class"
std::string_view toString(FolderOrder order);

/// Nothing said: all is told by content.
struct ReadChoices {
    TableColumns columns;  ///< of a table
    FolderOrder folders =
        FolderOrder::Detect;  ///< other than Detect: the folders are read so, whatever the names of the files

    friend bool operator==(const ReadChoices&, const ReadChoices&) = default;
};

/// {"columns":{"path":NAME,"class":NAME,"subject":NAME},"folders":"class/subject"}; what was not said has no key, and
/// "subject" is null where no column is to say it.
nlohmann::json toJson(const ReadChoices& choices);

/// The same back. Strict: fails with ReadFailed, naming `file` and the key, for anything that toJson() does not write.
Result<ReadChoices> readChoicesFromJson(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace leukolens::dataset
