// Base of the workspaces in the window.
#pragma once

#include <QString>
#include <QWidget>

#include <functional>

#include "core/base/error.h"

class QVBoxLayout;

namespace leukolens::ui {

class AppContext;
class MessageBar;

/// A page with a message bar on top; subclasses put their content into contentLayout().
class Workspace : public QWidget {
    Q_OBJECT
public:
    explicit Workspace(AppContext& context, QWidget* parent = nullptr);

    virtual QString title() const = 0;     ///< word in the rail, translated
    virtual QString iconName() const = 0;  ///< for Theme::icon()

    /// Opens in a workspace of the same class what was open here; empty: nothing is. For a window that replaces this one.
    using Memory = std::function<void(Workspace&)>;
    virtual Memory remember() const { return {}; }

    /// Shown at the top of this workspace until dismissed, with file and advice. Cancelled is not shown.
    void showError(const QString& summary, const Error& error);
    void showNotice(const QString& text);

protected:
    void dismissMessages();  ///< what they said is over
    AppContext& context() const { return m_context; }
    QVBoxLayout* contentLayout() { return m_content; }

private:
    AppContext& m_context;
    MessageBar* m_messages = nullptr;
    QVBoxLayout* m_content = nullptr;
};

}  // namespace leukolens::ui
