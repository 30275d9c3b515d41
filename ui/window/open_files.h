// Files that were given to the program: by a double click in a file manager, or behind its name on a command line.
#pragma once

#include <QStringList>

namespace leukolens::ui {

class AppContext;

/// Each goes where it would go if it were dropped: models are shown, an exported case is imported, slides are opened, and what is left (pictures, folders, zips of pictures) is classified.
/// GUI thread; the window must be there.
void openFiles(AppContext& context, const QStringList& paths);

}  // namespace leukolens::ui
