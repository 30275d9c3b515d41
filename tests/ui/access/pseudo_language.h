// A language that nobody speaks: every text that goes through tr() comes out in brackets, with accents on all letters and two fifths longer. What is plain English then was never translated, and what is cut now is cut in German.
#pragma once

#include <QSet>
#include <QTranslator>

namespace leukolens::test {

/// "Save %1" → "⟦Šàvé %1 ~~~⟧". Placeholders, mnemonics and tags stay as they are.
QString pseudo(const QString& english);

class PseudoLanguage : public QTranslator {
public:
    PseudoLanguage();
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;

private:
    QSet<QString> m_ofCore;  ///< its sentences that translators get, read from the sources: the others stay English
};

/// Words of a text on the screen that are neither pseudo() of something nor data that reads the same in all languages.
QStringList untranslatedWords(const QString& shown);

}  // namespace leukolens::test
