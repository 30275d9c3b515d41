// A line for a passphrase: hidden, and read the same whatever keyboard typed it.
#pragma once

#include <QLineEdit>

namespace leukolens::ui {

class PassphraseField : public QLineEdit {
    Q_OBJECT
public:
    PassphraseField(const char* name, const QString& placeholder, QWidget* parent);
    /// In normal form C: some keyboards send an accented letter as two characters, others as one.
    QString passphrase() const { return text().normalized(QString::NormalizationForm_C); }
};

}  // namespace leukolens::ui
