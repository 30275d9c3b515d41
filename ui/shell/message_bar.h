// Messages at the top of a workspace: where the person is looking, until dismissed.
#pragma once

#include <QString>
#include <QWidget>

#include "core/base/error.h"

class QScrollArea;
class QVBoxLayout;

namespace leukolens::ui {

class MessageBar : public QWidget {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// A message that is already there is not shown twice. An error has its code, and Help that opens what is written of it; it is logged with that code.
    void showError(const QString& summary, const Error& error);
    void showNotice(const QString& text);

    int count() const;
    void dismissAll();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Content {
        bool isError = false;
        ErrorCode code = ErrorCode::Internal;  ///< of an error
        QString summary, detail, file, advice;
        QString plainText() const;
    };
    void add(const Content& content);
    QWidget* makeMessage(const Content& content);
    void fitHeight();

    QScrollArea* m_area = nullptr;
    QVBoxLayout* m_stack = nullptr;
};

}  // namespace leukolens::ui
