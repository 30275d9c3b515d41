// What Slides searches with: the program's own finder of white cells, or a trained one. GUI thread only.
#pragma once

#include <QObject>
#include <QString>

#include "core/base/error.h"

class QWidget;

namespace leukolens::ui {

class AppContext;
class FinderWindow;

class FinderChoice : public QObject {
    Q_OBJECT
public:
    /// page: over which dialogs and the window that trains open.
    FinderChoice(AppContext& context, QWidget& page);

    QString modelFile() const;     ///< of the trained one in use (setting FinderFile); empty: the program's own
    QString trainedTitle() const;  ///< of the trained one that was named last, in use or not; empty: none was

    void useOwn();
    void useTrained();  ///< the one that was named last
    void choose();      ///< asks for a model; it is used if it can be opened as a finder of white cells
    void train();       ///< shows the window that trains one

Q_SIGNALS:
    void changed();
    void failed(const QString& summary, const leukolens::Error& error);
    void noticeRaised(const QString& text);

private:
    void tryModel(const QString& file);
    void use(const QString& file);

    AppContext& m_context;
    QWidget& m_page;
    QString m_trained;
    FinderWindow* m_window = nullptr;  ///< once it was asked for; the page's child
};

}  // namespace leukolens::ui
