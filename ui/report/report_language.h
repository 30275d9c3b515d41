// The language that a report speaks, which need not be the window's.
#pragma once

#include <QLocale>
#include <QString>

#include <memory>

#include "core/base/result.h"

namespace leukolens::ui {

/// While one lives, every tr() on this thread gives that language, and English where it has no words for something: never a third one. Other threads, the window's among them, are not touched. May be nested. Needs a
/// QCoreApplication.
class ReportLanguage {
public:
    /// A code of shippedLanguages(); empty: nothing changes. Another code is InvalidArgument.
    static Result<std::unique_ptr<ReportLanguage>> speak(const QString& code);
    ~ReportLanguage();
    ReportLanguage(const ReportLanguage&) = delete;
    ReportLanguage& operator=(const ReportLanguage&) = delete;

    /// How numbers and dates are written on this thread: by the language that is spoken, otherwise by the program's.
    static QLocale locale();

private:
    struct Spoken;
    class Translator;
    explicit ReportLanguage(std::unique_ptr<Spoken> spoken);

    std::unique_ptr<Spoken> m_spoken;
    const Spoken* m_before;
};

}  // namespace leukolens::ui
