// The case file copied into an empty database on a PostgreSQL server, and whether work goes on there.
#pragma once

#include <QDialog>

#include <filesystem>

#include "core/base/result.h"
#include "core/casebook/store_address.h"
#include "ui/shell/job_runner.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class AppContext;
class JobPanel;
class PassphraseField;

/// GUI thread; it is copied on the context's file worker, after everything that was to be saved. Nothing is left at the target where that fails or is stopped.
class CopyStoreDialog : public QDialog {
    Q_OBJECT
public:
    CopyStoreDialog(AppContext& context, const std::filesystem::path& source, QWidget* parent = nullptr);

Q_SIGNALS:
    void copied();
    /// The person wants to work with the copy from now on; `address`: without the password.
    void useRequested(const QString& address);

protected:
    // While it copies neither closes it: there is Stop.
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void done(int result) override;

private:
    QWidget* createFields();
    QWidget* createButtons();
    Result<casebook::StoreAddress> typed() const;
    void press();
    void copy();
    void setCopying(bool copying);
    void showCopied();
    void say(const QString& words, const char* role);

    AppContext& m_context;
    std::filesystem::path m_source;
    JobId m_job = 0;
    bool m_copying = false;
    QString m_copiedTo;  ///< empty: not yet
    QWidget* m_fields = nullptr;
    QLineEdit* m_address = nullptr;
    PassphraseField* m_password = nullptr;
    QLabel *m_about = nullptr, *m_words = nullptr;
    JobPanel* m_progress = nullptr;
    QPushButton *m_copy = nullptr, *m_cancel = nullptr;
};

}  // namespace leukolens::ui
