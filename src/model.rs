//! Models that were trained by the user.

use std::path::Path;
use std::sync::Arc;

use crate::attribution::model::Weights;
use crate::error::LoadError;

/// An attribution model: what `onrecord train` and `train::train` (feature `train`) make.
///
/// Cheap to clone. It fits the version of onrecord that trained it: others refuse it.
#[derive(Clone, Debug)]
pub struct Model {
    weights: Arc<Weights>,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// The file cannot be read, or holds no model of this version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| LoadError::io(path, error))?;
        Model::from_bytes(path, &bytes)
    }

    /// Takes the bytes of a model file; errors call it `name`.
    ///
    /// ```
    /// let error = onrecord::Model::from_bytes("news.model", b"no model").unwrap_err();
    /// assert!(error.to_string().starts_with("news.model: is no attribution model"));
    /// ```
    ///
    /// # Errors
    /// They hold no model of this version.
    pub fn from_bytes(name: impl AsRef<Path>, bytes: &[u8]) -> Result<Self, LoadError> {
        let weights = Weights::from_bytes(bytes).map_err(|_| {
            let problem = "is no attribution model of this version of onrecord; train it again with `onrecord train`";
            LoadError::file(name.as_ref(), problem)
        })?;
        let weights = Arc::new(weights);
        Ok(Model { weights })
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }
}
