#include "ui/report/report_language.h"

#include <QCoreApplication>
#include <QTranslator>

#include <algorithm>

#include "ui/report/report_text.h"
#include "ui/shell/language.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

struct ReportLanguage::Spoken {
    QString code;
    QTranslator words;
    QLocale locale;

    static thread_local const Spoken* now;
};

thread_local const ReportLanguage::Spoken* ReportLanguage::Spoken::now = nullptr;

/// Knows nothing where the thread speaks no language of its own.
class ReportLanguage::Translator final : public QTranslator {
public:
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override {
        if (!Spoken::now) return {};
        const QString words = Spoken::now->words.translate(context, source, disambiguation, n);
        return words.isNull() ? QString::fromUtf8(source) : words;
    }
    /// So that windows are not told that their language has changed.
    bool isEmpty() const override { return true; }
};

ReportLanguage::ReportLanguage(std::unique_ptr<Spoken> spoken) : m_spoken(std::move(spoken)), m_before(Spoken::now) {
    if (!m_spoken) return;
    Spoken::now = m_spoken.get();
    static Translator translator;
    // Whichever was installed last is asked first, and would answer in its own language: then this one goes before it. To take it out first would tell all windows of a new language.
    if (pdf::languageCode() != m_spoken->code) QCoreApplication::installTranslator(&translator);
}

ReportLanguage::~ReportLanguage() { Spoken::now = m_before; }

Result<std::unique_ptr<ReportLanguage>> ReportLanguage::speak(const QString& code) {
    if (code.isEmpty()) return std::unique_ptr<ReportLanguage>(new ReportLanguage(nullptr));
    const auto& known = shippedLanguages();
    if (std::none_of(known.begin(), known.end(), [&](const auto& language) { return language.first == code; }))
        return fail(ErrorCode::InvalidArgument, "there are no reports in the language " + code.toStdString(), {}, "Choose en, de or id.");
    Theme::initResources();
    auto spoken = std::make_unique<Spoken>();
    if (!spoken->words.load(QStringLiteral(":/i18n/leukolens_") + code + QStringLiteral(".qm"))) return fail(ErrorCode::Internal, "the words of the language are missing in the program");
    spoken->code = code;
    spoken->locale = shownLocale(code, QLocale::system());
    return std::unique_ptr<ReportLanguage>(new ReportLanguage(std::move(spoken)));
}

QLocale ReportLanguage::locale() { return Spoken::now ? Spoken::now->locale : QLocale(); }

}  // namespace leukolens::ui
