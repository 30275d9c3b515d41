// Help → Show log: the end of the log file, to read and to copy.
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace leukolens::ui {

class LogDialog : public QDialog {
    Q_OBJECT
public:
    explicit LogDialog(const QString& file, QWidget* parent = nullptr);

private:
    void reload();

    QString m_file;
    QPlainTextEdit* m_view = nullptr;
};

}  // namespace leukolens::ui
