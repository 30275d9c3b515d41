#include "core/dataset/read_choices.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/utf8.h"

namespace leukolens::dataset {
namespace {

using Json = nlohmann::json;

tl::unexpected<Error> damaged(const std::string& what, const std::filesystem::path& file) {
    return fail(ErrorCode::ReadFailed, "says of how the data were read that " + what, file,
                "The file is damaged or of a newer version.");
}

Json columnsToJson(const TableColumns& columns) {
    Json json = Json::object();
    if (!columns.path.empty()) json["path"] = columns.path;
    if (!columns.label.empty()) json["class"] = columns.label;
    if (!columns.subject.empty()) json["subject"] = columns.subject;
    if (columns.noSubject) json["subject"] = nullptr;
    return json;
}

std::optional<FolderOrder> folderOrder(const std::string& name) {
    for (const FolderOrder order :
         {FolderOrder::Detect, FolderOrder::Class, FolderOrder::ClassSubject, FolderOrder::SubjectClass}) {
        if (toString(order) == name) return order;
    }
    return std::nullopt;
}

Result<TableColumns> columnsFromJson(const Json& json, const std::filesystem::path& file) {
    if (!json.is_object()) return damaged("\"columns\" is no object", file);
    TableColumns columns;
    for (const auto& [key, value] : json.items()) {
        if (key == "subject" && value.is_null()) {
            columns.noSubject = true;
            continue;
        }
        std::string* const column = key == "path"      ? &columns.path
                                    : key == "class"   ? &columns.label
                                    : key == "subject" ? &columns.subject
                                                       : nullptr;
        if (!column) return damaged(quotedForMessage(key) + " is a column, which is not known here", file);
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
            return damaged("the column of " + quotedForMessage(key) + " has no name", file);
        *column = value.get<std::string>();
    }
    return columns;
}

}  // namespace

std::string_view toString(FolderOrder order) {
    switch (order) {
        case FolderOrder::Detect: return "detect";
        case FolderOrder::Class: return "class";
        case FolderOrder::ClassSubject: return "class/subject";
        case FolderOrder::SubjectClass: return "subject/class";
    }
    return "detect";
}

Json toJson(const ReadChoices& choices) {
    Json json = Json::object();
    if (Json columns = columnsToJson(choices.columns); !columns.empty()) json["columns"] = std::move(columns);
    if (choices.folders != FolderOrder::Detect) json["folders"] = toString(choices.folders);
    return json;
}

Result<ReadChoices> readChoicesFromJson(const Json& json, const std::filesystem::path& file) {
    if (!json.is_object()) return damaged("it is no object", file);
    ReadChoices choices;
    for (const auto& [key, value] : json.items()) {
        if (key == "columns") {
            auto columns = columnsFromJson(value, file);
            if (!columns) return fail(columns.error());
            choices.columns = std::move(*columns);
        } else if (key == "folders") {
            const auto order = value.is_string() ? folderOrder(value.get<std::string>()) : std::nullopt;
            if (!order) return damaged("\"folders\" is none of class, class/subject and subject/class", file);
            choices.folders = *order;
        } else {
            return damaged(quotedForMessage(key) + " was chosen, which is not known here", file);
        }
    }
    return choices;
}

}  // namespace leukolens::dataset
