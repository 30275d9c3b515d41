#include "ui/shell/class_words.h"

#include <QCoreApplication>
#include <QLocale>

#include "core/casebook/case_store.h"
#include "core/inference/model_card.h"

namespace leukolens::ui {

QString classTitle(const std::string& className) {
    // The names core knows are listed here so that translators see them.
    static const char* const kKnown[] = {QT_TRANSLATE_NOOP("ClassNames", "ALL blast"),
                                         QT_TRANSLATE_NOOP("ClassNames", "Normal"),
                                         QT_TRANSLATE_NOOP("ClassNames", "B-cell ALL"),
                                         QT_TRANSLATE_NOOP("ClassNames", "T-cell ALL"),
                                         QT_TRANSLATE_NOOP("ClassNames", "B cell"),
                                         QT_TRANSLATE_NOOP("ClassNames", "T cell")};
    (void)kKnown;
    if (className == casebook::kUnidentified) return QCoreApplication::translate("ClassNames", "Unidentified");
    return QCoreApplication::translate("ClassNames", inference::displayName(className).c_str());
}

QString percentText(double share, int decimals) {
    //: %1 is a number; the space before the sign is a no-break space
    return QCoreApplication::translate("ClassNames", "%1\u00a0%").arg(QLocale().toString(share * 100.0, 'f', decimals));
}

}  // namespace leukolens::ui
