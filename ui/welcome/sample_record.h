// Which case of which store is the sample: what the settings remember of it.
#pragma once

#include <QString>

#include <optional>

namespace leukolens::ui {

class AppSettings;

struct SampleRecord {
    QString store;        ///< AppSettings::caseFile() when it was made
    qint64 caseId = 0;    ///< ids are used anew in another store, so they say nothing without `store` and `created`
    QString created;      ///< CaseSummary::created of that case
    QString model;        ///< the model file that classified its cells

    /// Nothing where none was made in the store that the settings name, or where what is kept cannot be read.
    static std::optional<SampleRecord> read(const AppSettings& settings);
    void write(AppSettings& settings) const;
};

}  // namespace leukolens::ui
