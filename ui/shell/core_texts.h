// Translations of what core says in plain English: stages of a job, kinds of error, advice, problems of data.
#pragma once

#include <QString>

#include <string>

#include "core/base/error.h"

namespace leukolens::ui {

/// Known stages in the program's language; an unknown one as it stands.
QString translateStage(const std::string& stage);

/// One sentence for the kind of failure, e.g. "The file is damaged."
QString errorSentence(ErrorCode code);

/// The error's own words and advice, translated where known.
QString errorDetail(const Error& error);
QString errorAdvice(const Error& error);
/// Both as sentences, for where there is one text to show.
QString errorWords(const Error& error);

/// What kind of problem a file of a dataset has: code of dataset::Problem.
QString problemKind(const std::string& code);

/// Any other text of core (notices, problem messages), translated where known.
QString coreText(const std::string& text);
/// The same of several sentences, each by itself.
QString coreSentences(const std::string& text);

/// report::kResearchUseNotice.
QString researchUseNotice();

/// "3 min 20 s", "45 s", "2 h 5 min"; short enough for a status bar.
QString durationText(qint64 ms);

}  // namespace leukolens::ui
